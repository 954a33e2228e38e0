// SPDX-License-Identifier: Apache-2.0
// boxer-init: the first process of a node.
//
//   boxer-init [--report | --report-alone REPORT-COMMAND… --] SUPERVISOR-COMMAND… -- PROGRAM [ARGUMENT…]
//
// Starts the supervisor, waits for the line "guest BOXER_NODE=…" on its standard output, starts the program with the preload
// library and that variable, and stays in front of it as its parent: signals go on to the program, its exit code becomes
// ours (128 + n if signal n ended it), what it leaves behind is ended with it. Then the supervisor is told to go.
//
// Told to end before the program runs, it ends the supervisor and itself.
// What a terminal sends (Ctrl-C) the program gets from the terminal itself and is not told twice. If this process is killed
// with SIGKILL, the kernel ends the program, and the supervisor notices.
//
// With --report the program is looked at while it runs (observe.c), and at the end this process becomes the command that reports it.
//
// Exit codes of its own: 2 the supervisor refused (it said why), 126 the program cannot be run, 127 it is not there.
#include "init.h"
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

// Takes the ends of children. Whether the program's is among them; then its exit code.
static bool reap(pid_t program, pid_t *supervisor, int *code) {
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
        if (pid == program) {
            *code = code_of(status);
            return true;
        }
        if (pid == *supervisor) {
            *supervisor = 0;
            withdraw_members();
            fprintf(stderr, "boxer: the supervisor of this node ended (%d); the program goes on without names\n",
                    code_of(status));
        }
    }
    return false;
}

// Waits for the program, passing on what we are sent. If the supervisor ends before it, *supervisor becomes 0: what is
// connected stays so, but the node has left the overlay.
static int run(pid_t program, pid_t *supervisor, const sigset_t *signals) {
    int code;
    while (!reap(program, supervisor, &code)) {
        siginfo_t signal;
        int number = sigwaitinfo(signals, &signal);
        if (number > 0 && number != SIGCHLD && signal.si_code != SI_KERNEL) { // the terminal's go to all in front of it
            kill(program, number);
        }
    }
    return code;
}

// The next "--", made an end. 0: there is none behind a word
static int cut(char **arguments, int from, int count) {
    int at = from;
    while (at < count && strcmp(arguments[at], "--") != 0) {
        at++;
    }
    if (at <= from || at + 1 >= count) {
        return 0;
    }
    arguments[at] = NULL;
    return at + 1;
}

// Starts the node and waits for its end.
static int be_node(char **supervising, char **command, const struct program *about, struct started *started) {
    sigset_t signals;
    block(&signals);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    int words;
    static struct wanted wanted;
    int told = 0;
    pid_t supervisor = start_supervisor(supervising, &words);
    char *node = await_guest(words, &signals, &told, &wanted);
    if (told != 0) {
        end_supervisor(supervisor, &signals);
        return 128 + told;
    }
    if (node == NULL) {
        int refusal = await_end(supervisor, &signals);
        return refusal == 0 ? 2 : refusal;
    }
    *started = start_program(command, node, about, &wanted, is_to_report());
    int code = started->pid == 0 ? 126 : run(started->pid, &supervisor, &signals);
    end_descendants(&supervisor);
    end_supervisor(supervisor, &signals);
    withdraw_members();
    return code;
}

int main(int count, char **arguments) {
    int supervisor = 1;
    bool alone = count > 1 && strcmp(arguments[1], "--report-alone") == 0;
    if (alone || (count > 1 && strcmp(arguments[1], "--report") == 0)) {
        supervisor = cut(arguments, 2, count);
        report_by(arguments + 2, alone);
    }
    int program = supervisor == 0 ? 0 : cut(arguments, supervisor, count);
    if (program == 0) {
        fprintf(stderr, "usage: boxer-init [--report|--report-alone REPORT-COMMAND... --] SUPERVISOR-COMMAND... -- PROGRAM [ARGUMENT...]\n");
        return 2;
    }
    char **command = arguments + program;
    struct program about = look_at(command[0]);
    struct started started = {.front_end = AUTO};
    int code = about.code;
    if (about.fits == AUTO) {
        fprintf(stderr, "error: cannot run %s: %s\n", command[0], about.kind);
    } else {
        code = be_node(arguments + supervisor, command, &about, &started);
    }
    return end_with_report(command[0], &about, &started, code);
}
