// SPDX-License-Identifier: Apache-2.0
#include "filter.h"
#include "note.h"
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
#define HIGH_HALF(member) (offsetof(struct seccomp_data, member) + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 0 : 4))
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

// 32-bit programs are on the host's network
#ifdef __x86_64__
#define REFUSE_X32 BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32, 0, 1), REFUSE(ENOSYS), // as by most kernels
#else
#define REFUSE_X32
#endif
#define BEGIN                                                                                                          \
    LOAD(offsetof(struct seccomp_data, arch)), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),                \
        ANSWER(SECCOMP_RET_ALLOW), LOAD(offsetof(struct seccomp_data, nr)), REFUSE_X32
#define TELL_OF_SOCKETS_AND_NAME                                                                                       \
    TELL_IF(SYS_connect), TELL_IF(SYS_bind), TELL_IF(SYS_listen), TELL_IF(SYS_accept), TELL_IF(SYS_accept4),           \
        TELL_IF(SYS_getsockname), TELL_IF(SYS_getpeername), TELL_IF(SYS_uname)

static const struct sock_filter SERVING[] = {
    BEGIN
    TELL_OF_SOCKETS_AND_NAME,
    REFUSE_IF(IO_URING_SETUP, ENOSYS), // its connects and accepts would pass us by; programs then use epoll
    REFUSE_FASTOPEN(SYS_sendto, args[3]),
    REFUSE_FASTOPEN(SYS_sendmsg, args[2]),
    REFUSE_FASTOPEN(SYS_sendmmsg, args[3]),
    ANSWER(SECCOMP_RET_ALLOW),
};

// observe.c decides. Of sends, those with a destination; of prctl, the notes and what hides memory.
static const struct sock_filter OBSERVING[] = {
    BEGIN
    TELL_OF_SOCKETS_AND_NAME,
    TELL_IF(SYS_socket),
    TELL_IF(SYS_setsockopt),
    TELL_IF(SYS_execve),
    TELL_IF(SYS_execveat),
    TELL_IF(SYS_sendmsg),
    TELL_IF(SYS_sendmmsg),
    TELL_IF(IO_URING_SETUP),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sendto, 0, 6),
    LOAD(LOW_HALF(args[4])),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 2),
    LOAD(HIGH_HALF(args[4])),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0),
    ANSWER(SECCOMP_RET_USER_NOTIF),
    ANSWER(SECCOMP_RET_ALLOW),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 4),
    LOAD(LOW_HALF(args[0])),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, BX_MARK, 1, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PR_SET_DUMPABLE, 0, 1),
    ANSWER(SECCOMP_RET_USER_NOTIF),
    ANSWER(SECCOMP_RET_ALLOW),
};

static struct sock_fprog chosen = {.len = sizeof SERVING / sizeof *SERVING, .filter = (struct sock_filter *)SERVING};

static int install(unsigned long flags) {
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags | SECCOMP_FILTER_FLAG_NEW_LISTENER, &chosen);
}

// Killable: a call that we have begun to serve is not repeated because of a signal (kernels from 5.19).
static int install_best(void) {
    int listener = install(SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV);
    return listener < 0 && errno == EINVAL ? install(0) : listener;
}

int bx_install_filter(bool without_new_rights, bool observing, const char **what) {
    if (observing) {
        chosen = (struct sock_fprog){.len = sizeof OBSERVING / sizeof *OBSERVING, .filter = (struct sock_filter *)OBSERVING};
    }
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
