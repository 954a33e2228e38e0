// SPDX-License-Identifier: Apache-2.0
#include "observe.h"
#include "note.h"
#include "shim.h"
#include <errno.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define IO_URING_SETUP 425

static const int NUMBERS[BX_NOTES] = {
    [BX_NOTE_CONNECT] = SYS_connect,         [BX_NOTE_BIND] = SYS_bind,
    [BX_NOTE_LISTEN] = SYS_listen,           [BX_NOTE_ACCEPT] = SYS_accept,
    [BX_NOTE_ACCEPT4] = SYS_accept4,         [BX_NOTE_GETSOCKNAME] = SYS_getsockname,
    [BX_NOTE_GETPEERNAME] = SYS_getpeername, [BX_NOTE_NAMES] = -1,
    [BX_NOTE_HOST] = SYS_uname,              [BX_NOTE_EXEC] = -1,
};

static enum front_end makes_calls = AUTO; // AUTO: nothing is looked at

void bx_observe_begin(enum front_end front_end) { makes_calls = front_end; }

bool bx_is_observing(void) { return makes_calls != AUTO; }

// In boxer-init itself: the questions of its name server.
void bx_note(enum bx_note note, int fd) {
    (void)fd;
    if (bx_is_observing() && note < BX_NOTES) {
        bx_count(note);
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
        bx_count(note);
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
            bx_count((enum bx_note)note);
        }
        look_at_origin(thread, call, bx_note_name((enum bx_note)note));
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
            bx_count(BX_NOTE_EXEC);
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
