// SPDX-License-Identifier: Apache-2.0
#include "filter.h"
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif
#define X32 0x40000000u
#define IO_URING_SETUP 425
#define LOW_HALF(member) (offsetof(struct seccomp_data, member) + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 : 0))

#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, action)
#define REFUSE(error) ANSWER(SECCOMP_RET_ERRNO | (error))
#define TELL_IF(number) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), ANSWER(SECCOMP_RET_USER_NOTIF)
#define REFUSE_IF(number, error) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), REFUSE(error)
// MSG_FASTOPEN is a connect too. Refused as by a kernel that does not have it; programs then connect.
#define REFUSE_FASTOPEN(number, flags)                                                                                 \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 4), LOAD(LOW_HALF(flags)),                                          \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, MSG_FASTOPEN, 0, 1), REFUSE(EOPNOTSUPP), ANSWER(SECCOMP_RET_ALLOW)

static const struct sock_filter FILTER[] = {
    LOAD(offsetof(struct seccomp_data, arch)),
    // 32-bit programs are on the host's network
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
    ANSWER(SECCOMP_RET_ALLOW),
    LOAD(offsetof(struct seccomp_data, nr)),
#ifdef __x86_64__
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32, 0, 1),
    REFUSE(ENOSYS), // as by most kernels
#endif
    TELL_IF(SYS_connect),
    TELL_IF(SYS_bind),
    TELL_IF(SYS_listen),
    TELL_IF(SYS_accept),
    TELL_IF(SYS_accept4),
    TELL_IF(SYS_getsockname),
    TELL_IF(SYS_getpeername),
    TELL_IF(SYS_uname),
    REFUSE_IF(IO_URING_SETUP, ENOSYS), // its connects and accepts would pass us by; programs then use epoll
    REFUSE_FASTOPEN(SYS_sendto, args[3]),
    REFUSE_FASTOPEN(SYS_sendmsg, args[2]),
    REFUSE_FASTOPEN(SYS_sendmmsg, args[3]),
    ANSWER(SECCOMP_RET_ALLOW),
};

static int install(unsigned long flags) {
    struct sock_fprog program = {.len = sizeof FILTER / sizeof *FILTER, .filter = (struct sock_filter *)FILTER};
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags | SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

// Killable: a call that we have begun to serve is not repeated because of a signal (kernels from 5.19).
static int install_best(void) {
    int listener = install(SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV);
    return listener < 0 && errno == EINVAL ? install(0) : listener;
}

int bx_install_filter(bool without_new_rights, const char **what) {
    *what = "seccomp(SECCOMP_SET_MODE_FILTER)";
    int listener = without_new_rights ? -1 : install_best();
    // who is no administrator has to give up setuid programs first
    if (listener < 0 && (without_new_rights || errno == EACCES)) {
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
            *what = "prctl(PR_SET_NO_NEW_PRIVS)";
            return -1;
        }
        listener = install_best();
    }
    return listener;
}
