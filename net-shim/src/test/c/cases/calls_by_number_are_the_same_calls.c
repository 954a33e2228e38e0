// SPDX-License-Identifier: Apache-2.0
// syscall(): those of sockets are ours, the others are the kernel's, with all their arguments, results and errors.
#include "../harness.h"
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>

static void sockets(void) {
    struct sockaddr_in any = v4(0, 80);
    struct sockaddr_in to = v4(node(ALPHA), 80);
    struct sockaddr_storage seen;
    socklen_t size = sizeof seen;
    long listener = syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
    int on = 1;
    setsockopt((int)listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    long fd = syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
    same(syscall(SYS_bind, listener, &any, sizeof any), 0, "bind");
    same(syscall(SYS_listen, listener, 5), 0, "listen");
    same(syscall(SYS_connect, fd, &to, sizeof to), 0, "connect");
    long accepted = syscall(SYS_accept4, listener, &seen, &size, SOCK_CLOEXEC);
    ok(accepted >= 0, "accept4");
    same_text(address_text(&seen), node_at(ALPHA, port_of((int)fd)), "of whom");
    size = sizeof seen;
    same(syscall(SYS_getsockname, accepted, &seen, &size), 0, "getsockname");
    same_text(address_text(&seen), node_at(ALPHA, 80), "getsockname");
    size = sizeof seen;
    same(syscall(SYS_getpeername, fd, &seen, &size), 0, "getpeername");
    same_text(address_text(&seen), node_at(ALPHA, 80), "getpeername");
    fails(syscall(SYS_connect, -1, &to, sizeof to), EBADF, "connect, no descriptor");
#ifdef SYS_accept
    same(syscall(SYS_connect, syscall(SYS_socket, AF_INET, SOCK_STREAM, 0), &to, sizeof to), 0, "connect");
    ok(syscall(SYS_accept, listener, NULL, NULL) >= 0, "accept");
#endif
}

static void others(void) {
    fails(syscall(425 /* io_uring_setup */, 8, NULL), ENOSYS, "io_uring_setup is not there");
    same(syscall(SYS_getpid), getpid(), "no argument");
    fails(syscall(SYS_close, -1), EBADF, "one argument, and an error");
    fails(syscall(100000), ENOSYS, "a number that is none");
    int file = open("/proc/self/exe", O_RDONLY);
    char *mapped = (char *)syscall(SYS_mmap, NULL, 4096L, (long)PROT_READ, (long)MAP_PRIVATE, (long)file, 4096L);
    char there[16];
    bool right = mapped != MAP_FAILED && pread(file, there, sizeof there, 4096) == sizeof there;
    ok(right && memcmp(mapped, there, sizeof there) == 0, "mmap: six arguments, the last one counts");
    ok((uintptr_t)mapped > 0xffffffff || under_valgrind(), "and a result of 64 bits");
    int word = 1;
    fails(syscall(SYS_futex, &word, FUTEX_WAIT_BITSET, 2, NULL, NULL, 0xffffffffL), EAGAIN, "futex: a word that differs");
    fails(syscall(SYS_futex, &word, FUTEX_WAIT_BITSET, 1, NULL, NULL, 0L), EINVAL, "futex: its sixth argument counts");
    pid_t pid = (pid_t)syscall(SYS_clone, (long)SIGCHLD, NULL, NULL, NULL, NULL);
    if (pid == 0) {
        syscall(SYS_exit_group, 7);
    }
    same(wait_for(pid), 7, "clone returns twice");
}

static void alpha(void) {
    sockets();
    others();
}

PARTS({"alpha", alpha})
