// SPDX-License-Identifier: Apache-2.0
#include "filter.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define OF_A_THREAD O_EXCL // PIDFD_THREAD, kernels from 6.9

// /proc/<thread>/status, or nothing
static void read_status(pid_t thread, char *to, size_t room) {
    char path[32];
    snprintf(path, sizeof path, "/proc/%d/status", (int)thread);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? 0 : read(fd, to, room - 1);
    to[got > 0 ? got : 0] = '\0';
    if (fd >= 0) {
        close(fd);
    }
}

// The number behind this word at the beginning of a line.
static uint64_t field(const char *status, const char *name, int base) {
    const char *line = strstr(status, name);
    return line == NULL ? 0 : strtoull(line + strlen(name), NULL, base);
}

static int open_thread(pid_t thread) {
    int pidfd = (int)syscall(SYS_pidfd_open, thread, OF_A_THREAD);
    if (pidfd < 0 && errno == EINVAL) {
        char status[4096];
        read_status(thread, status, sizeof status);
        pidfd = (int)syscall(SYS_pidfd_open, (pid_t)field(status, "\nTgid:", 10), 0);
    }
    return pidfd;
}

int bx_copy_descriptor(pid_t thread, int fd) {
    int pidfd = open_thread(thread);
    if (pidfd < 0) {
        return -1;
    }
    int copy = (int)syscall(SYS_pidfd_getfd, pidfd, fd, 0);
    int error = errno;
    close(pidfd);
    errno = error;
    return copy;
}

bool bx_read_memory(pid_t thread, uint64_t from, void *to, size_t count) {
    struct iovec ours = {.iov_base = to, .iov_len = count};
    struct iovec theirs = {.iov_base = (void *)from, .iov_len = count};
    return process_vm_readv(thread, &ours, 1, &theirs, 1, 0) == (ssize_t)count;
}

bool bx_write_memory(pid_t thread, const void *from, uint64_t to, size_t count) {
    struct iovec ours = {.iov_base = (void *)from, .iov_len = count};
    struct iovec theirs = {.iov_base = (void *)to, .iov_len = count};
    return process_vm_writev(thread, &ours, 1, &theirs, 1, 0) == (ssize_t)count;
}

// The kernel may be left to decide where it is certain that this thread takes the signal: its own, or one of the process where
// the thread is the first, which the kernel prefers. Another thread may just be taking the latter from it.
int bx_has_signal(pid_t thread) {
    char status[4096];
    read_status(thread, status, sizeof status);
    uint64_t open = ~field(status, "\nSigBlk:", 16);
    uint64_t own = field(status, "\nSigPnd:", 16) & open;
    uint64_t shared = field(status, "\nShdPnd:", 16) & open;
    if (own == 0 && shared == 0) {
        return 0;
    }
    return own != 0 || field(status, "\nTgid:", 10) == (uint64_t)thread ? BX_RESTART : EINTR;
}
