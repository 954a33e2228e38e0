// SPDX-License-Identifier: Apache-2.0
#include "call.h"
#include "keep.h"
#include "observe.h"
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SECCOMP_ADDFD_FLAG_SEND
#define SECCOMP_ADDFD_FLAG_SEND (1UL << 1)
#endif

static void answer(int to, uint64_t id, int error, unsigned flags) {
    struct seccomp_notif_resp response = {.id = id, .error = -error, .flags = flags};
    (void)ioctl(to, SECCOMP_IOCTL_NOTIF_SEND, &response); // fails where the caller is gone
}

// The connection becomes a descriptor of the caller, and that the result of its call. Kernels before 5.14 do it in two steps.
// False: it has not become that, and the caller has no answer yet. From its beginning on the call counts as answered, and its caller as
// gone, for who looks after us: interrupted here, the kernel would have it return 0, which is a descriptor of the program's.
static bool give(int to, uint64_t id, const struct bx_outcome *outcome) {
    struct seccomp_notif_addfd add = {.id = id,
                                      .flags = SECCOMP_ADDFD_FLAG_SEND,
                                      .srcfd = (uint32_t)outcome->descriptor,
                                      .newfd_flags = outcome->close_on_exec ? O_CLOEXEC : 0};
    bx_watch_hold(true);
    int number = ioctl(to, SECCOMP_IOCTL_NOTIF_ADDFD, &add);
    if (number < 0 && errno == EINVAL) {
        add.flags = 0;
        number = ioctl(to, SECCOMP_IOCTL_NOTIF_ADDFD, &add);
        if (number >= 0) {
            struct seccomp_notif_resp response = {.id = id, .val = number};
            (void)ioctl(to, SECCOMP_IOCTL_NOTIF_SEND, &response);
        }
    }
    bx_watch_hold(false);
    return number >= 0;
}

// It is not lost to the program that had no room for it, or was interrupted.
static void keep(const struct bx_call *call, struct bx_outcome *outcome) {
    int listener = bx_copy_descriptor((pid_t)call->told.pid, (int)call->told.data.args[0]);
    if (listener >= 0) {
        outcome->descriptor = bx_keep(listener, outcome->descriptor, outcome->peer) ? -1 : outcome->descriptor;
        close(listener);
    }
}

static void conclude(int to, const struct bx_call *call, struct bx_outcome *outcome) {
    uint64_t id = call->told.id;
    if (outcome->kind == BX_KERNEL) {
        answer(to, id, 0, SECCOMP_USER_NOTIF_FLAG_CONTINUE);
    } else if (outcome->kind == BX_DESCRIPTOR && outcome->error == 0) {
        if (!give(to, id, outcome)) {
            int error = errno;
            keep(call, outcome);
            answer(to, id, error, 0);
        }
    } else {
        answer(to, id, outcome->error, 0);
    }
    if (outcome->descriptor >= 0) {
        close(outcome->descriptor);
    }
}

static void say_once(const char *why) {
    static atomic_flag said = ATOMIC_FLAG_INIT;
    if (!atomic_flag_test_and_set(&said)) {
        fprintf(stderr, "boxer: a program of this node does not let us see its descriptors (%s): it cannot use the network\n", why);
    }
}

// Makes it. False: nobody waits for an answer any more. Our copy is closed before there is one: else a program that closes its
// listener next would still be listening.
static bool carry_out(struct bx_call *call, int fd, struct bx_outcome *outcome) {
    int error = 0;
    bool failed;
    bool interrupted;
    do {
        *outcome = bx_make_call((pid_t)call->told.pid, fd, &call->told.data);
        failed = outcome->kind == BX_RESULT && outcome->error == EINTR;
        interrupted = failed && bx_was_interrupted(call, fd, &error);
    } while (failed && !interrupted);
    if (interrupted) {
        outcome->error = error;
    }
    if (fd >= 0) {
        close(fd);
    }
    return !interrupted || error != 0;
}

void bx_make(int to, struct bx_call *call) {
    struct bx_outcome seen;
    if (bx_is_observing() && bx_observe((pid_t)call->told.pid, &call->told.data, &seen)) {
        conclude(to, call, &seen);
        return;
    }
    bool without = call->told.data.nr == SYS_uname;
    int fd = without ? -1 : bx_copy_descriptor((pid_t)call->told.pid, (int)call->told.data.args[0]);
    struct bx_outcome outcome = {.kind = BX_RESULT, .error = errno, .descriptor = -1};
    if (fd < 0 && !without) {
        if (outcome.error == EPERM) {
            say_once(strerror(EPERM));
        }
        conclude(to, call, &outcome);
    } else if (!bx_is_wanted(call)) { // what we have is perhaps another's, who has got its number
        if (fd >= 0) {
            close(fd);
        }
    } else if (carry_out(call, fd, &outcome)) {
        conclude(to, call, &outcome);
    }
}

