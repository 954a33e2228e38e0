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
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define GUEST "guest "
#define EXEC_ROUNDS 20 // of 10 ms
#define PATIENCE_SECONDS 10 // for the supervisor, and for what the program leaves behind

static const int FORWARDED[] = {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM, SIGCONT, SIGWINCH, SIGALRM};

// As we were started; the program is to start so too.
static sigset_t mask_before;
static bool children_were_ignored;

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
    sigprocmask(SIG_BLOCK, set, &mask_before);
    // ignored, the kernel would not tell us how the program ended
    children_were_ignored = signal(SIGCHLD, SIG_DFL) == SIG_IGN;
}

static void unblock(void) { sigprocmask(SIG_SETMASK, &mask_before, NULL); }

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
        int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
        dup2(nothing, STDIN_FILENO);
        dup2(ends[1], STDOUT_FILENO);
        setsid();
        unblock();
        setenv("BOXER_NODE", "", 1); // where we are ourselves in a guest: the supervisor belongs to the host
        execvp(command[0], command);
        fail(2, "cannot start", command[0]);
    }
    close(ends[1]);
    *from = ends[0];
    return pid;
}

// Takes one signal. Its number if it is to end us, else 0: there is no program yet for which it could be.
static int take_signal(int from) {
    struct signalfd_siginfo signal;
    if (read(from, &signal, sizeof signal) != sizeof signal) {
        return 0;
    }
    int number = (int)signal.ssi_signo;
    return number == SIGHUP || number == SIGINT || number == SIGQUIT || number == SIGTERM ? number : 0;
}

// The variable of the guest, "BOXER_NODE=…"; null if the supervisor ended without a word, or if *told is the signal that tells
// us to end.
static char *await_guest(int words, const sigset_t *signals, int *told) {
    static char line[4096];
    size_t length = 0;
    struct pollfd wait[] = {{.fd = words, .events = POLLIN},
                            {.fd = signalfd(-1, signals, SFD_CLOEXEC), .events = POLLIN}};
    while (*told == 0) {
        char byte;
        poll(wait, 2, -1);
        if (wait[1].revents != 0) {
            *told = take_signal(wait[1].fd);
        } else if (read(words, &byte, 1) != 1) {
            break;
        } else if (byte != '\n') {
            line[length] = byte;
            length += length < sizeof line - 1;
        } else {
            line[length] = '\0';
            length = 0;
            if (strncmp(line, GUEST, sizeof GUEST - 1) == 0) {
                close(wait[1].fd);
                return line + sizeof GUEST - 1;
            }
        }
    }
    close(wait[1].fd);
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
    errno = EINVAL;
    if (strpbrk(path, ": ") != NULL) {
        fail(2, "no library can be preloaded from a path with a colon or a space", path);
    }
    const char *others = getenv("LD_PRELOAD");
    int wrote =
        snprintf(value, sizeof value, "%s%s%s", path, others == NULL || *others == '\0' ? "" : ":", others == NULL ? "" : others);
    if (wrote < 0 || (size_t)wrote >= sizeof value) {
        fail(2, "LD_PRELOAD is too long to add", path);
    }
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
        unblock();
        if (children_were_ignored) {
            signal(SIGCHLD, SIG_IGN);
        }
        putenv(node);
        preload();
        execvp(command[0], command);
        fail(errno == ENOENT ? 127 : 126, "cannot run", command[0]);
    }
    return pid;
}

static int code_of(int status) { return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status); }

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

enum kind { ORDINARY, DAEMON, UNKNOWN };

// A daemon of ours, such as the overlay's coordinator, which other nodes use too, carries this mark in its environment. In the
// middle of an exec a process has none.
static enum kind kind_of(int pid) {
    static const char mark[] = "BOXER_DAEMON=";
    char path[64];
    char *entry = NULL;
    size_t size = 0;
    enum kind found = UNKNOWN;
    snprintf(path, sizeof path, "/proc/%d/environ", pid);
    FILE *environment = fopen(path, "re");
    while (environment != NULL && found != DAEMON && getdelim(&entry, &size, '\0', environment) > 0) {
        found = strncmp(entry, mark, sizeof mark - 1) == 0 ? DAEMON : ORDINARY;
    }
    if (environment != NULL) {
        fclose(environment);
    }
    free(entry);
    return found;
}

// Ends what the program left running: children of its own that became ours, since we are their reaper.
static void end_descendants(pid_t *supervisor) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    for (int round = 0; round < PATIENCE_SECONDS * 100; round++) {
        FILE *children = fopen(path, "re");
        int pid;
        bool any = false;
        while (children != NULL && fscanf(children, "%d", &pid) == 1) {
            enum kind kind = pid == *supervisor ? DAEMON : kind_of(pid);
            any |= kind != DAEMON;
            if (kind == ORDINARY || (kind == UNKNOWN && round >= EXEC_ROUNDS)) {
                kill(pid, SIGKILL);
            }
        }
        if (children != NULL) {
            fclose(children);
        }
        for (pid_t gone = 1; any && gone > 0;) {
            gone = waitpid(-1, NULL, WNOHANG);
            *supervisor = gone == *supervisor ? 0 : *supervisor;
        }
        if (!any) {
            return;
        }
        usleep(10000);
    }
}

// Waits for it, but not for ever. Its exit code.
static int await_end(pid_t supervisor, const sigset_t *signals) {
    struct timespec patience = {.tv_sec = PATIENCE_SECONDS};
    int status = 0;
    while (waitpid(supervisor, &status, WNOHANG) == 0) {
        if (sigtimedwait(signals, NULL, &patience) < 0 && errno == EAGAIN) {
            kill(supervisor, SIGKILL);
        }
    }
    return code_of(status);
}

static int end_supervisor(pid_t supervisor, const sigset_t *signals) {
    if (supervisor == 0) {
        return 0;
    }
    kill(supervisor, SIGTERM);
    return await_end(supervisor, signals);
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
    int words;
    int told = 0;
    pid_t supervisor = start_supervisor(arguments + 1, &words);
    char *node = await_guest(words, &signals, &told);
    if (told != 0) {
        end_supervisor(supervisor, &signals);
        return 128 + told;
    }
    if (node == NULL) {
        int refusal = await_end(supervisor, &signals);
        return refusal == 0 ? 2 : refusal;
    }
    pid_t program = start_program(arguments + cut + 1, node);
    int code = run(program, &supervisor, &signals);
    end_descendants(&supervisor);
    end_supervisor(supervisor, &signals);
    return code;
}
