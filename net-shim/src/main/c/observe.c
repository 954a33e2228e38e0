// SPDX-License-Identifier: Apache-2.0
#include "observe.h"
#include "note.h"
#include "shim.h"
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOST_FOUND 200
#define IO_URING_SETUP 425

static const char *const NAMES[BX_NOTES] = {
    [BX_NOTE_CONNECT] = "connect",         [BX_NOTE_BIND] = "bind",
    [BX_NOTE_LISTEN] = "listen",           [BX_NOTE_ACCEPT] = "accept",
    [BX_NOTE_ACCEPT4] = "accept4",         [BX_NOTE_GETSOCKNAME] = "getsockname",
    [BX_NOTE_GETPEERNAME] = "getpeername", [BX_NOTE_NAMES] = "names",
    [BX_NOTE_HOST] = "host",               [BX_NOTE_EXEC] = "exec",
};
static const int NUMBERS[BX_NOTES] = {
    [BX_NOTE_CONNECT] = SYS_connect,         [BX_NOTE_BIND] = SYS_bind,
    [BX_NOTE_LISTEN] = SYS_listen,           [BX_NOTE_ACCEPT] = SYS_accept,
    [BX_NOTE_ACCEPT4] = SYS_accept4,         [BX_NOTE_GETSOCKNAME] = SYS_getsockname,
    [BX_NOTE_GETPEERNAME] = SYS_getpeername, [BX_NOTE_NAMES] = -1,
    [BX_NOTE_HOST] = SYS_uname,              [BX_NOTE_EXEC] = -1,
};

static enum front_end makes_calls = AUTO; // AUTO: nothing is looked at

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned long counts[BX_NOTES];
static struct {
    const char *what;
    char detail[300];
    unsigned long count;
} found[MOST_FOUND];
static size_t founds;

void bx_observe_begin(enum front_end front_end) { makes_calls = front_end; }

bool bx_is_observing(void) { return makes_calls != AUTO; }

void bx_found(const char *what, const char *format, ...) {
    char detail[sizeof found->detail];
    va_list rest;
    va_start(rest, format);
    vsnprintf(detail, sizeof detail, format, rest);
    va_end(rest);
    pthread_mutex_lock(&lock);
    size_t at = 0;
    while (at < founds && (strcmp(found[at].what, what) != 0 || strcmp(found[at].detail, detail) != 0)) {
        at++;
    }
    if (at == founds && founds < MOST_FOUND) {
        found[at].what = what;
        strcpy(found[at].detail, detail);
        founds++;
    }
    if (at < founds) {
        found[at].count++;
    }
    pthread_mutex_unlock(&lock);
}

static void count(enum bx_note note) {
    pthread_mutex_lock(&lock);
    counts[note]++;
    pthread_mutex_unlock(&lock);
}

// In boxer-init itself: the questions of its name server.
void bx_note(enum bx_note note, int fd) {
    (void)fd;
    if (bx_is_observing() && note < BX_NOTES) {
        count(note);
    }
}

static bool is_internet(int fd) {
    int domain = 0;
    socklen_t size = sizeof domain;
    return fd >= 0 && getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && (domain == AF_INET || domain == AF_INET6);
}

// What the library has told us of. Of Unix sockets and others it makes nothing, nor do we.
static void take_note(pid_t thread, enum bx_note note, int number) {
    int fd = number < 0 ? -1 : bx_copy_descriptor(thread, number);
    if (note == BX_NOTE_DATAGRAM) {
        bx_found("datagrams-to-node", "sent");
    } else if (note == BX_NOTE_FASTOPEN) {
        bx_found("fast-open", "sent with the connect");
    } else if (note == BX_NOTE_URING) {
        bx_found("io-uring", "refused");
    } else if (note < BX_NOTES && (number < 0 || is_internet(fd))) {
        count(note);
    }
    if (fd >= 0) {
        close(fd);
    }
}

// Who makes this call: under the preload library its own code has to be on the way.
static void look_at_origin(pid_t thread, const struct seccomp_data *call, const char *name) {
    char file[256] = "";
    switch (bx_find_origin(thread, call->instruction_pointer, file, sizeof file)) {
    case BX_IN_LIBRARY:
        break;
    case BX_PAST_LIBRARY:
        bx_found("past-library", "%s\t%s", name, file);
        break;
    case BX_WITHOUT_LIBRARY:
        bx_found("without-library", "%s\t%s", name, file);
        break;
    default:
        bx_found("not-seen", "%s\t%s", name, file);
    }
}

static void look_at_use(pid_t thread, int fd, const struct seccomp_data *call) {
    switch (call->nr) {
    case SYS_connect:
        bx_look_at_connect(thread, fd, call);
        break;
    case SYS_bind:
        bx_look_at_bind(thread, fd, call);
        break;
    case SYS_listen:
        bx_look_at_listen(fd);
        break;
    default:
        break;
    }
}

static void look_at_call(pid_t thread, const struct seccomp_data *call) {
    int fd = call->nr == SYS_uname ? -1 : bx_copy_descriptor(thread, (int)call->args[0]);
    if (call->nr == SYS_uname ? makes_calls == SECCOMP : is_internet(fd)) {
        size_t note = 0;
        while (NUMBERS[note] != call->nr) {
            note++;
        }
        if (makes_calls == SECCOMP) {
            count((enum bx_note)note);
        }
        look_at_origin(thread, call, NAMES[note]);
        look_at_use(thread, fd, call);
    }
    if (fd >= 0) {
        close(fd); // before there is an answer: else what the program closes next would still be open
    }
}

static bool is_fastopen(const struct seccomp_data *call) {
    return (call->args[call->nr == SYS_sendmsg ? 2 : 3] & MSG_FASTOPEN) != 0;
}

bool bx_observe(pid_t thread, const struct seccomp_data *call, struct bx_outcome *outcome) {
    *outcome = (struct bx_outcome){.kind = BX_KERNEL, .descriptor = -1};
    switch (call->nr) {
    case SYS_prctl:
        if ((int)call->args[0] == BX_MARK) {
            take_note(thread, (enum bx_note)call->args[1], (int)call->args[2]);
            outcome->kind = BX_RESULT;
        } else if (call->args[1] == 0) {
            bx_found("hides-memory", "PR_SET_DUMPABLE");
        }
        return true;
    case SYS_execve:
    case SYS_execveat:
        if (bx_look_at_exec(thread, call, makes_calls) && makes_calls == SECCOMP) {
            count(BX_NOTE_EXEC);
        }
        return true;
    case SYS_socket:
        bx_look_at_socket(call);
        return true;
    case SYS_setsockopt:
        bx_look_at_option(thread, call);
        return true;
    case SYS_sendto:
    case SYS_sendmsg:
    case SYS_sendmmsg:
        bx_look_at_send(thread, call);
        if (makes_calls == SECCOMP && is_fastopen(call)) {
            bx_found("fast-open", "refused");
            *outcome = (struct bx_outcome){.kind = BX_RESULT, .error = EOPNOTSUPP, .descriptor = -1};
        }
        return true;
    case IO_URING_SETUP:
        bx_found("io-uring", makes_calls == SECCOMP ? "refused" : "in use");
        *outcome = (struct bx_outcome){.kind = makes_calls == SECCOMP ? BX_RESULT : BX_KERNEL, .error = ENOSYS, .descriptor = -1};
        return true;
    default:
        look_at_call(thread, call);
        return makes_calls != SECCOMP;
    }
}

static void write_plain(FILE *to, const char *text) {
    for (; *text != '\0'; text++) {
        fputc(*text != '\t' && (unsigned char)*text < ' ' ? '?' : *text, to);
    }
}

void bx_write_observations(FILE *to) {
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < BX_NOTES; i++) {
        fprintf(to, "call\t%s\t%lu\n", NAMES[i], counts[i]);
    }
    for (size_t i = 0; i < founds; i++) {
        fprintf(to, "found\t%s\t%lu\t", found[i].what, found[i].count);
        write_plain(to, found[i].detail);
        fputc('\n', to);
    }
    pthread_mutex_unlock(&lock);
}
