// SPDX-License-Identifier: Apache-2.0
// The start of the supervisor, and of the program with a front end that has been chosen.
#include "init.h"
#include "shim.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define GUEST "guest "
#define DESCRIPTORS 128 // a supervisor starts with 80

static const int FORWARDED[] = {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM, SIGCONT, SIGWINCH, SIGALRM};

// As we were started; the program is to start so too.
static sigset_t mask_before;
static bool children_were_ignored;

static void fail(int code, const char *what, const char *name) {
    fprintf(stderr, "error: %s %s: %s\n", what, name, strerror(errno));
    exit(code);
}

void block(sigset_t *set) {
    sigemptyset(set);
    sigaddset(set, SIGCHLD);
    for (size_t i = 0; i < sizeof FORWARDED / sizeof *FORWARDED; i++) {
        sigaddset(set, FORWARDED[i]);
    }
    sigprocmask(SIG_BLOCK, set, &mask_before);
    // ignored, the kernel would not tell us how the program ended
    children_were_ignored = signal(SIGCHLD, SIG_DFL) == SIG_IGN;
}

void unblock(void) { sigprocmask(SIG_SETMASK, &mask_before, NULL); }

// A JVM that has too few of them ends in the middle of its start, with words about something else.
static void need_descriptors(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_max < DESCRIPTORS) {
        fprintf(stderr,
                "error: a node needs room for %d descriptors, for its supervisor, and the limit here is %lu\n"
                "  what helps: a higher hard limit: ulimit -n 1024, LimitNOFILE=1024 of a service, --ulimit nofile=1024 of a container\n",
                DESCRIPTORS, (unsigned long)limit.rlim_max);
        exit(2);
    }
}

// Its own session: Ctrl-C in the terminal is for the program; the supervisor goes when we say so.
pid_t start_supervisor(char **command, int *from) {
    int ends[2];
    need_descriptors();
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

// The library lies beside this program; other preloaded libraries stay. Where it is not needed, programs may go without names.
static void preload(bool needed) {
    char path[4096];
    char value[8192];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - sizeof "libboxer-shim.so");
    if (length <= 0) {
        fail(2, "cannot find", "/proc/self/exe");
    }
    path[length] = '\0';
    strcpy(strrchr(path, '/') + 1, "libboxer-shim.so");
    if (access(path, R_OK) != 0) {
        if (!needed) {
            return;
        }
        fail(2, "cannot read", path);
    }
    errno = EINVAL;
    if (strpbrk(path, ": ") != NULL) {
        if (!needed) {
            return;
        }
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

// Not through it: the host itself, and the services of clouds at link-local addresses.
#define DIRECTLY "localhost,127.0.0.1,::1,169.254.0.0/16"

// SOCKS5 for all that asks the environment. Go's own HTTP client takes no ALL_PROXY.
static void announce(const char *url) {
    static const char *const names[] = {"ALL_PROXY", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        setenv(names[i], url, 0);
    }
    setenv("NO_PROXY", DIRECTLY, 0);
    setenv("no_proxy", DIRECTLY, 0);
}

static void become(char **command, char *node, const struct program *about, const struct started *how, const char *url, int to_init) {
    unblock();
    if (children_were_ignored) {
        signal(SIGCHLD, SIG_IGN);
    }
    if (how->front_end == SECCOMP || how->observed) {
        become_served(to_init, about, how->front_end, how->observed);
        strcat(node, how->front_end == SECCOMP ? ";seccomp" : "");
        strcat(node, how->observed ? ";observed" : "");
    }
    if (how->front_end == PROXY) {
        announce(url);
    }
    putenv(node); // under the proxy too: what it starts that uses the C library is a node
    preload(how->front_end == PRELOAD);
    execvp(command[0], command);
    fail(errno == ENOENT ? 127 : 126, "cannot run", command[0]);
}

void start_as(char **command, char *node, const struct program *about, const char *url, struct started *how) {
    pid_t parent = getpid();
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        fail(126, "cannot start", command[0]);
    }
    pid_t pid = fork();
    if (pid < 0) {
        fail(126, "cannot start", command[0]);
    }
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) {
            _exit(126); // killed before the kernel knew what to do then
        }
        close(ends[0]);
        become(command, node, about, how, url, ends[1]);
    }
    close(ends[1]);
    if ((how->front_end == SECCOMP || how->observed) && !serve_program(ends[0], pid, how->front_end, how->observed, &how->refused)) {
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        pid = 0;
    }
    close(ends[0]);
    how->pid = pid;
}
