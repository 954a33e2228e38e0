// SPDX-License-Identifier: Apache-2.0
// boxer-init: the first process of a node.
//
//   boxer-init SUPERVISOR-COMMAND… -- PROGRAM [ARGUMENT…]
//
// Starts the supervisor, waits for the line "guest BOXER_NODE=…" on its standard output, starts the program with the preload
// library and that variable, and stays in front of it as its parent: signals go on to the program, its exit code becomes
// ours (128 + n if signal n ended it), what it leaves behind is ended with it. Then the supervisor is told to go.
//
// Told to end before the program runs, it ends the supervisor and itself.
// What a terminal sends (Ctrl-C) the program gets from the terminal itself and is not told twice. If this process is killed
// with SIGKILL, the kernel ends the program, and the supervisor notices.
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

int main(int count, char **arguments) {
    int cut = 1;
    while (cut < count && strcmp(arguments[cut], "--") != 0) {
        cut++;
    }
    if (cut < 2 || cut + 1 >= count) {
        fprintf(stderr, "usage: boxer-init SUPERVISOR-COMMAND... -- PROGRAM [ARGUMENT...]\n");
        return 2;
    }
    arguments[cut] = NULL;
    struct program about = look_at(arguments[cut + 1]);
    if (about.fits == AUTO) {
        fprintf(stderr, "error: cannot run %s: %s\n", arguments[cut + 1], about.kind);
        return about.code;
    }
    sigset_t signals;
    block(&signals);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    int words;
    enum front_end asked = AUTO;
    int told = 0;
    pid_t supervisor = start_supervisor(arguments + 1, &words);
    char *node = await_guest(words, &signals, &told, &asked);
    if (told != 0) {
        end_supervisor(supervisor, &signals);
        return 128 + told;
    }
    if (node == NULL) {
        int refusal = await_end(supervisor, &signals);
        return refusal == 0 ? 2 : refusal;
    }
    pid_t program = start_program(arguments + cut + 1, node, &about, asked);
    int code = program == 0 ? 126 : run(program, &supervisor, &signals);
    end_descendants(&supervisor);
    end_supervisor(supervisor, &signals);
    return code;
}
