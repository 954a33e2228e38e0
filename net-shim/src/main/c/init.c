// SPDX-License-Identifier: Apache-2.0
// boxer-init: the first process of a node.
//
//   boxer-init SUPERVISOR-COMMAND… -- PROGRAM [ARGUMENT…]
//
// Starts the supervisor, waits for the line "guest BOXER_NODE=…" on its standard output, starts the program with the preload
// library and that variable, and stays in front of it as its parent: signals go on to the program, its exit code becomes
// ours (128 + n if signal n ended it), what it leaves behind is ended with it. Then the supervisor is told to go.
//
// What a terminal sends (Ctrl-C) the program gets from the terminal itself and is not told twice. If this process is killed
// with SIGKILL, the kernel ends the program, and the supervisor notices.
//
// Exit codes of its own: 2 the supervisor refused (it said why), 126 the program cannot be run, 127 it is not there.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define GUEST "guest "
#define PATIENCE_SECONDS 10 // for the supervisor, and for what the program leaves behind

static const int FORWARDED[] = {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM, SIGCONT, SIGWINCH, SIGALRM};

static void fail(int code, const char *what, const char *name) {
    fprintf(stderr, "error: %s %s: %s\n", what, name, strerror(errno));
    exit(code);
}

static void block(sigset_t *set) {
    sigemptyset(set);
    sigaddset(set, SIGCHLD);
    for (size_t i = 0; i < sizeof FORWARDED / sizeof *FORWARDED; i++) {
        sigaddset(set, FORWARDED[i]);
    }
    sigprocmask(SIG_BLOCK, set, NULL);
}

static void unblock_all(void) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

// Its own session: Ctrl-C in the terminal is for the program; the supervisor goes when we say so.
static pid_t start_supervisor(char **command, int *from) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        fail(2, "pipe to", command[0]);
    }
    pid_t pid = fork();
    if (pid < 0) {
        fail(2, "cannot start", command[0]);
    }
    if (pid == 0) {
        int nothing = open("/dev/null", O_RDONLY);
        dup2(nothing, STDIN_FILENO);
        dup2(ends[1], STDOUT_FILENO);
        setsid();
        unblock_all();
        setenv("BOXER_NODE", "", 1); // where we are ourselves in a guest: the supervisor belongs to the host
        execvp(command[0], command);
        fail(2, "cannot start", command[0]);
    }
    close(ends[1]);
    *from = ends[0];
    return pid;
}

// The variable of the guest, "BOXER_NODE=…"; null if the supervisor ended without a word.
static char *await_guest(FILE *words) {
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, words) > 0) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, GUEST, sizeof GUEST - 1) == 0) {
            return line + sizeof GUEST - 1;
        }
    }
    free(line);
    return NULL;
}

// The library lies beside this program; other preloaded libraries stay.
static void preload(void) {
    char path[4096];
    char value[8192];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - sizeof "libboxer-shim.so");
    if (length <= 0) {
        fail(2, "cannot find", "/proc/self/exe");
    }
    path[length] = '\0';
    strcpy(strrchr(path, '/') + 1, "libboxer-shim.so");
    if (access(path, R_OK) != 0) {
        fail(2, "cannot read", path);
    }
    const char *others = getenv("LD_PRELOAD");
    snprintf(value, sizeof value, "%s%s%s", path, others == NULL || *others == '\0' ? "" : ":", others == NULL ? "" : others);
    setenv("LD_PRELOAD", value, 1);
}

static pid_t start_program(char **command, char *node) {
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid < 0) {
        fail(126, "cannot start", command[0]);
    }
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) {
            _exit(126); // killed before the kernel knew what to do then
        }
        unblock_all();
        putenv(node);
        preload();
        execvp(command[0], command);
        fail(errno == ENOENT ? 127 : 126, "cannot run", command[0]);
    }
    return pid;
}

static int code_of(int status) { return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status); }

// Waits for the program, passing on what we are sent. If the supervisor ends before it, *supervisor becomes 0: what is
// connected stays so, but the node has left the overlay.
static int run(pid_t program, pid_t *supervisor, const sigset_t *signals) {
    for (;;) {
        siginfo_t signal;
        int number = sigwaitinfo(signals, &signal);
        if (number == SIGCHLD) {
            int status;
            for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
                if (pid == program) {
                    return code_of(status);
                }
                if (pid == *supervisor) {
                    *supervisor = 0;
                    fprintf(stderr, "boxer: the supervisor of this node ended (%d); the program goes on without names\n",
                            code_of(status));
                }
            }
        } else if (number > 0 && signal.si_code != SI_KERNEL) { // the terminal's go to all in front of it
            kill(program, number);
        }
    }
}

// A daemon of ours, such as the overlay's coordinator, which other nodes use too. It carries this mark in its environment.
static bool is_daemon(int pid) {
    static const char mark[] = "BOXER_DAEMON=";
    char path[64];
    char *entry = NULL;
    size_t size = 0;
    bool found = false;
    snprintf(path, sizeof path, "/proc/%d/environ", pid);
    FILE *environment = fopen(path, "re");
    while (environment != NULL && !found && getdelim(&entry, &size, '\0', environment) > 0) {
        found = strncmp(entry, mark, sizeof mark - 1) == 0;
    }
    if (environment != NULL) {
        fclose(environment);
    }
    free(entry);
    return found;
}

// Ends what the program left running: children of its own that became ours, since we are their reaper.
static void end_descendants(pid_t supervisor) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    for (int round = 0; round < PATIENCE_SECONDS * 100; round++) {
        FILE *children = fopen(path, "re");
        int pid;
        bool any = false;
        while (children != NULL && fscanf(children, "%d", &pid) == 1) {
            if (pid != supervisor && !is_daemon(pid)) {
                any = true;
                kill(pid, SIGKILL);
            }
        }
        if (children != NULL) {
            fclose(children);
        }
        for (pid_t gone = 1; any && gone > 0;) {
            gone = waitpid(-1, NULL, WNOHANG);
        }
        if (!any) {
            return;
        }
        usleep(10000);
    }
}

static void end_supervisor(pid_t supervisor, const sigset_t *signals) {
    struct timespec patience = {.tv_sec = PATIENCE_SECONDS};
    if (supervisor == 0) {
        return;
    }
    kill(supervisor, SIGTERM);
    while (waitpid(supervisor, NULL, WNOHANG) == 0) {
        if (sigtimedwait(signals, NULL, &patience) < 0 && errno == EAGAIN) {
            kill(supervisor, SIGKILL);
        }
    }
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
    sigset_t signals;
    block(&signals);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    int from;
    pid_t supervisor = start_supervisor(arguments + 1, &from);
    char *node = await_guest(fdopen(from, "r"));
    if (node == NULL) {
        int status = 0;
        waitpid(supervisor, &status, 0);
        return code_of(status) == 0 ? 2 : code_of(status);
    }
    pid_t program = start_program(arguments + cut + 1, node);
    int code = run(program, &supervisor, &signals);
    end_descendants(supervisor);
    end_supervisor(supervisor, &signals);
    return code;
}
