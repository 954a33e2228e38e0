// SPDX-License-Identifier: Apache-2.0
// The start of the supervisor, and of the program when the supervisor has said who it is.
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

// Takes one signal. Its number if it is to end us, else 0: there is no program yet for which it could be.
static int take_signal(int from) {
    struct signalfd_siginfo signal;
    if (read(from, &signal, sizeof signal) != sizeof signal) {
        return 0;
    }
    int number = (int)signal.ssi_signo;
    return number == SIGHUP || number == SIGINT || number == SIGQUIT || number == SIGTERM ? number : 0;
}

static bool read_front_end(const char *word, enum front_end *asked) {
    static const char *const names[] = {[AUTO] = "auto", [PRELOAD] = "preload", [SECCOMP] = "seccomp", [PROXY] = "proxy"};
    for (int i = AUTO; i <= PROXY; i++) {
        if (strcmp(word, names[i]) == 0) {
            *asked = (enum front_end)i;
            return true;
        }
    }
    return false;
}

// "guest BOXER_NODE=…", "guest seccomp BOXER_NODE=…", "guest quiet proxy serve:80:8080 BOXER_NODE=…"
static char *read_guest(char *line, struct wanted *wanted) {
    char *node = strstr(line, "BOXER_NODE=");
    char *rest;
    if (node == NULL || node == line) {
        return node;
    }
    node[-1] = '\0';
    for (char *word = strtok_r(line, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
        if (strcmp(word, "quiet") == 0) {
            wanted->quiet = true;
        } else if (strcmp(word, "guest") != 0 && !read_front_end(word, &wanted->front_end) && !bx_read_way(word, &wanted->ways)) {
            fprintf(stderr, "error: the supervisor says '%s', which is not known here: build both anew\n", word);
            exit(2);
        }
    }
    return node;
}

// A JVM that cannot start says why on its standard output, which is ours to read.
static void keep(char *said, size_t room, const char *line) {
    size_t length = strlen(said);
    int wanted = snprintf(said + length, room - length, "%s\n", line);
    if (wanted < 0 || (size_t)wanted >= room - length) {
        said[length] = '\0'; // it has said enough
    }
}

char *await_guest(int words, const sigset_t *signals, int *told, struct wanted *wanted) {
    static char line[8192 + 32]; // of the words that become() adds
    static char said[2048];
    size_t length = 0;
    struct pollfd wait[] = {{.fd = words, .events = POLLIN},
                            {.fd = signalfd(-1, signals, SFD_CLOEXEC), .events = POLLIN}};
    while (*told == 0) {
        char byte;
        poll(wait, 2, -1);
        if (wait[1].revents != 0) {
            *told = take_signal(wait[1].fd);
        } else if (read(words, &byte, 1) != 1) {
            fputs(said, stderr);
            break;
        } else if (byte != '\n') {
            line[length] = byte;
            length += length < sizeof line - 33;
        } else {
            line[length] = '\0';
            length = 0;
            if (strncmp(line, GUEST, sizeof GUEST - 1) == 0) {
                close(wait[1].fd);
                return read_guest(line, wanted);
            }
            keep(said, sizeof said, line);
        }
    }
    close(wait[1].fd);
    return NULL;
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

// Which one is used; AUTO: none can be, and we have said why.
static enum front_end choose(const char *command, const struct program *about, enum front_end asked) {
    if (about->gains_rights && asked != SECCOMP && asked != PROXY) {
        fprintf(stderr,
                "error: cannot run %s as a node: %s is setuid or setgid, and such a program takes no preload library\n"
                "  what helps: start boxer as the user that it is to run as, or run it without these rights: boxer run --front-end "
                "seccomp\n",
                command, about->path);
        return AUTO;
    }
    if (about->fits == SECCOMP && asked == PRELOAD) {
        fprintf(stderr, "boxer: %s is %s: the preload library does not see its calls, it is on the host's network\n", command, about->kind);
    }
    return asked == AUTO ? about->fits : asked;
}

static void say_refused(const char *command, const char *kind, const struct refusal *refused) {
    fprintf(stderr,
            "error: cannot run %s as a node: it is %s, which takes the seccomp front end, and this machine refuses %s: %s%s\n"
            "  what helps: a machine or container that allows it (with Docker: --security-opt seccomp=unconfined), a build of the\n"
            "  program that uses the C library, or to run it behind a proxy: boxer run --front-end proxy\n",
            command, kind, refused->what, strerror(refused->error),
            refused->error == EBUSY ? " (a program that is served so already cannot start another node)" : "");
}

// SOCKS5 for all that asks the environment. Go's own HTTP client takes no ALL_PROXY.
static void announce(const char *url) {
    static const char *const names[] = {"ALL_PROXY", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        setenv(names[i], url, 0);
    }
    setenv("NO_PROXY", "localhost,127.0.0.1,::1", 0);
    setenv("no_proxy", "localhost,127.0.0.1,::1", 0);
}

static void say_proxied(const char *command, const struct wanted *wanted, const char *url) {
    fprintf(stderr, "boxer: %s is behind a proxy: it reaches nodes by name through %s (ALL_PROXY, HTTP_PROXY, HTTPS_PROXY)\n", command,
            url);
    for (size_t i = 0; i < wanted->ways.forward_count; i++) {
        const struct bx_forward *way = &wanted->ways.forwards[i];
        fprintf(stderr, "  127.0.0.1:%u leads to %s:%u\n", way->local_port, way->node, way->port);
    }
    for (size_t i = 0; i < wanted->ways.served_count; i++) {
        const struct bx_served *way = &wanted->ways.served[i];
        fprintf(stderr, "  nodes that connect to port %u reach 127.0.0.1:%u\n", way->port, way->local_port);
    }
    if (wanted->ways.served_count == 0) {
        fprintf(stderr, "  nobody reaches it: --serve PORT names what it listens on\n");
    }
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

// With this front end. pid 0: its calls cannot be told of, which is needed for that, or to look at it
static void start(char **command, char *node, const struct program *about, const char *url, struct started *how) {
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

// What is forwarded is so under every front end: one command line is good on all machines.
static bool open_proxy(const char *command, const struct wanted *wanted, enum front_end front_end, char *url, size_t room) {
    char what[80] = "";
    if (!bx_proxy_open(&wanted->ways, front_end == PROXY, url, room, what, sizeof what)) {
        fprintf(stderr, "error: cannot run %s behind a proxy: %s is not to be had: %s\n", command, what, strerror(errno));
        return false;
    }
    return true;
}

static struct started start_with(char **command, char *node, const struct program *about, const struct wanted *wanted,
                                 enum front_end front_end, bool observe) {
    struct started how = {.front_end = front_end, .observed = observe && front_end != PROXY};
    char url[64] = "";
    if (!open_proxy(command[0], wanted, front_end, url, sizeof url)) {
        return how;
    }
    if (front_end == PROXY && !wanted->quiet) {
        say_proxied(command[0], wanted, url);
    }
    start(command, node, about, url, &how);
    if (how.pid == 0 && how.refused.error != 0 && front_end != SECCOMP) {
        how.observed = false; // looking is not needed
        start(command, node, about, url, &how);
    }
    if (how.pid != 0 && (front_end == PROXY || wanted->ways.forward_count > 0) && !bx_proxy_start()) {
        fprintf(stderr, "boxer: no thread for the proxy: nothing goes through it\n");
    }
    return how;
}

struct started start_program(char **command, char *node, const struct program *about, const struct wanted *wanted, bool observe) {
    struct started how = {.front_end = choose(command[0], about, wanted->front_end)};
    if (how.front_end == AUTO) {
        return how;
    }
    if (!bx_read_node(node + strlen("BOXER_NODE="))) {
        if (how.front_end != PRELOAD || wanted->ways.forward_count > 0) {
            errno = EINVAL;
            fail(2, "cannot read", "the supervisor's words");
        }
        observe = false;
    }
    how = start_with(command, node, about, wanted, how.front_end, observe);
    if (how.pid != 0 || how.refused.error == 0) {
        return how;
    }
    if (wanted->front_end != AUTO || how.refused.error == EBUSY) { // what is served so already would be in front of the proxy too
        say_refused(command[0], about->kind, &how.refused);
        return how;
    }
    struct refusal refused = how.refused;
    fprintf(stderr, "boxer: %s is %s, whose calls this machine does not let us see (%s: %s)\n", command[0], about->kind, refused.what,
            strerror(refused.error));
    how = start_with(command, node, about, wanted, PROXY, false);
    how.refused = refused;
    return how;
}
