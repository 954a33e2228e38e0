// SPDX-License-Identifier: Apache-2.0
#include "harness.h"
#include "broker.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/un.h>

#define SECRET "00112233445566778899aabbccddeeff"

extern char **environ;

// Every process of a run is told on its command line what it belongs to: tests take the environment away.
enum { PROGRAM, PART, BASE, OVERLAY, PRELOAD, FIRST_ARGUMENT };
static char **arguments;
static int argument_count;

int overlay(void) { return atoi(arguments[OVERLAY]); }

uint32_t node(int last) { return 10u << 24 | (uint32_t)overlay() << 16 | 200u << 8 | (uint32_t)last; }

const char *argument(int index) {
    return FIRST_ARGUMENT + index < argument_count ? arguments[FIRST_ARGUMENT + index] : "";
}

const char *text(const char *format, ...) {
    static char buffers[256][512];
    static int next;
    char *buffer = buffers[next++ % 256];
    va_list rest;
    va_start(rest, format);
    vsnprintf(buffer, sizeof buffers[0], format, rest);
    va_end(rest);
    return buffer;
}

const char *node_at(int last, int port) { return text("10.%d.200.%d:%d", overlay(), last, port); }

const char *preloaded(void) { return text("LD_PRELOAD=%s", arguments[PRELOAD]); }

// Under the seccomp front end, which is told by the base of all names.
#define SERVED "boxer-served"
bool is_served(void) { return strncmp(arguments[BASE], SERVED, sizeof SERVED - 1) == 0; }

static const char *said_by_supervisor(const char *who) {
    bool unproven = strcmp(who, "unproven") == 0;
    return text("BOXER_NODE=1;%s;10.%d.200.%d;24;%s.%s;%s", strcmp(who, "beta") == 0 ? "beta" : "alpha", overlay(),
                strcmp(who, "beta") == 0 ? BETA : ALPHA, arguments[BASE], unproven ? "alpha" : who,
                unproven ? "ffffffffffffffffffffffffffffffff" : SECRET);
}

const char *variable(const char *who) { return text("%s%s", said_by_supervisor(who), is_served() ? ";seccomp" : ""); }

// Not /proc/self/exe to the exec itself: under valgrind that is valgrind.
static const char *self(void) {
    static char path[400];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length < 0) {
        bail_out("/proc/self/exe");
    }
    path[length] = '\0';
    return path;
}

const char *program(const char *name) {
    const char *path = self();
    return text("%.*s/%s", (int)(strrchr(path, '/') - path), path, name);
}

char *const *arguments_for(const char *part, const char *first) {
    static char *list[8];
    list[PROGRAM] = arguments[PROGRAM];
    list[PART] = (char *)part;
    list[BASE] = arguments[BASE];
    list[OVERLAY] = arguments[OVERLAY];
    list[PRELOAD] = arguments[PRELOAD];
    list[FIRST_ARGUMENT] = (char *)first;
    list[FIRST_ARGUMENT + (first != NULL)] = NULL;
    return list;
}

struct child start_with(const char *part, char *const environment[], const char *first) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        bail_out("socketpair");
    }
    struct child child = {.pid = fork(), .talk = ends[0]};
    if (child.pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (ends[1] != TALK) {
            dup2(ends[1], TALK);
        } else {
            fcntl(TALK, F_SETFD, 0);
        }
        // the system call: the library would complete the environment of a stranger
        syscall(SYS_execve, self(), arguments_for(part, first), environment);
        bail_out("exec of a part");
    }
    close(ends[1]);
    return child;
}

struct child start_with_files(const char *part, const char *who, const char *members) {
    const char *options = getenv("ASAN_OPTIONS");
    char *const environment[] = {(char *)text("%s;%s%s", said_by_supervisor(who), members, is_served() ? ";seccomp" : ""),
                                 (char *)preloaded(), (char *)text("ASAN_OPTIONS=%s", options == NULL ? "" : options), NULL};
    return start_with(part, environment, NULL);
}

// Becomes a part that is no node, or a node by boxer-init.
static void become(const char *who, const char *part, const char *first) {
    char *const nothing[] = {NULL};
    if (strcmp(who, "stranger") == 0) {
        syscall(SYS_execve, self(), arguments_for(part, first), nothing);
        bail_out("exec of a part");
    }
    const char *list[16] = {getenv("BOXER_TEST_INIT"), program("plain_supervisor"),
                            text("guest:seccomp %s", said_by_supervisor(who)), "--", self()};
    char *const *rest = arguments_for(part, first);
    for (int i = 1; rest[i] != NULL; i++) {
        list[4 + i] = rest[i];
    }
    execv(list[0], (char **)list);
    bail_out(list[0]);
}

static struct child start_outside(const char *part, const char *who, const char *first) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        bail_out("socketpair");
    }
    struct child child = {.pid = broker_ask(arguments[BASE], who, part, first, ends[1]), .talk = ends[0]};
    close(ends[1]);
    return child;
}

struct child start(const char *part, const char *who, const char *first) {
    if (is_served() && strcmp(who, "alpha") != 0) {
        return start_outside(part, who, first);
    }
    const char *options = getenv("ASAN_OPTIONS");
    char *sanitizer = (char *)text("ASAN_OPTIONS=%s", options == NULL ? "" : options);
    char *const guest[] = {sanitizer, (char *)variable(who), (char *)preloaded(), NULL};
    return start_with(part, strcmp(who, "stranger") == 0 ? guest + 3 : guest, first);
}

// Takes a number that no other run has: the socket of that name is ours as long as we live.
static int take_overlay(void) {
    for (int i = 0; i < 63; i++) {
        int number = 65 + (getpid() + i) % 63;
        struct sockaddr_un name = {.sun_family = AF_UNIX};
        int length = sprintf(name.sun_path + 1, "boxer-test-overlay-%d", number);
        int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (bind(fd, (struct sockaddr *)&name, (socklen_t)(sizeof name.sun_family + 1 + length)) == 0) {
            return number;
        }
        close(fd);
    }
    bail_out("no overlay number is free");
}

static pid_t start_supervisor(void) {
    int ends[2];
    char ready;
    if (pipe(ends) != 0) {
        bail_out("pipe");
    }
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl(program("fake_supervisor"), "fake_supervisor", arguments[BASE], arguments[OVERLAY], SECRET, NULL);
        _exit(99);
    }
    close(ends[1]);
    if (read(ends[0], &ready, 1) != 1) {
        bail_out("the fake supervisor does not start");
    }
    close(ends[0]);
    return pid;
}

static int run_all(char *name) {
    char base[64];
    char number[8];
    bool served = getenv("BOXER_TEST_INIT") != NULL;
    char *preload = getenv("BOXER_TEST_PRELOAD");
    char *list[] = {name, "alpha", base, number, preload, NULL};
    if (preload == NULL) {
        fprintf(stderr, "BOXER_TEST_PRELOAD: which library is tested? Run check.sh\n");
        return 2;
    }
    sprintf(number, "%d", take_overlay());
    sprintf(base, "%s-%d", served ? SERVED : "boxer-test", (int)getpid());
    arguments = list;
    argument_count = FIRST_ARGUMENT;
    pid_t supervisor = start_supervisor();
    pid_t broker = served ? broker_start(base, become) : -1;
    pid_t test = fork();
    if (test == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (served) {
            become("alpha", "alpha", NULL);
        }
        putenv((char *)variable("alpha"));
        putenv((char *)preloaded());
        execv(self(), list);
        bail_out("exec of the test");
    }
    int code = wait_for(test);
    kill(supervisor, SIGKILL);
    wait_for(supervisor);
    if (served) {
        kill(broker, SIGKILL);
        wait_for(broker);
    }
    return code;
}

int code_outside(pid_t pid) { return is_served() ? broker_wait(arguments[BASE], pid) : -1; }

bool is_glibc(void) {
#ifdef __GLIBC__
    return true;
#else
    return false;
#endif
}

bool under_valgrind(void) {
    const char *preload = getenv("LD_PRELOAD");
    return preload != NULL && strstr(preload, "vgpreload") != NULL;
}

int main(int count, char **given) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (count == 1) {
        return run_all(given[0]);
    }
    arguments = given;
    argument_count = count;
    for (const struct part *part = parts; part->name != NULL; part++) {
        if (strcmp(part->name, given[PART]) == 0) {
            part->run();
            return strcmp(part->name, "alpha") == 0 ? tap_end() : 0;
        }
    }
    bail_out("there is no such part");
}
