// SPDX-License-Identifier: Apache-2.0
// One call of a program: its arguments are fetched from there, the call is made on a copy of its descriptor by the code of both
// front ends, and what it fills in is put back.
#include "dns.h"
#include "filter.h"
#include "shim.h"
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#define KERNEL ((struct bx_outcome){.kind = BX_KERNEL, .descriptor = -1})

static struct bx_outcome ended(int result) {
    return result == BX_UNCHANGED ? KERNEL : (struct bx_outcome){.kind = BX_RESULT, .error = result < 0 ? errno : 0, .descriptor = -1};
}

static struct bx_outcome failed(int error) { return (struct bx_outcome){.kind = BX_RESULT, .error = error, .descriptor = -1}; }

// Unix sockets, netlink and others are none of ours.
static bool is_internet(int fd) {
    int domain = 0;
    socklen_t size = sizeof domain;
    return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && (domain == AF_INET || domain == AF_INET6);
}

static int connect_or_resolve(int fd, const struct sockaddr *to, socklen_t length) {
    struct sockaddr_storage copy = {0};
    memcpy(&copy, to, length);
    return bx_dns_connect(fd, &copy) ? 0 : bx_connect(fd, to, length);
}

static struct bx_outcome with_address(pid_t thread, int fd, const __u64 *arguments,
                                      int (*call)(int, const struct sockaddr *, socklen_t)) {
    struct sockaddr_storage address;
    uint32_t length = (uint32_t)arguments[2];
    if (length < sizeof address.ss_family || length > sizeof address) {
        return KERNEL; // it knows the error
    }
    if (!bx_read_memory(thread, arguments[1], &address, length)) {
        return errno == EFAULT ? KERNEL : failed(errno);
    }
    return ended(call(fd, (struct sockaddr *)&address, length));
}

// As the kernel does: cut to what there is room for, the length is the whole one. 0, or an error
static int put_back(pid_t thread, const struct sockaddr_storage *from, socklen_t whole, uint64_t address, uint64_t length) {
    int room;
    if (!bx_read_memory(thread, length, &room, sizeof room)) {
        return errno;
    }
    if (room < 0) {
        return EINVAL;
    }
    size_t count = (size_t)room < whole ? (size_t)room : whole;
    return (count == 0 || bx_write_memory(thread, from, address, count)) &&
                   bx_write_memory(thread, &whole, length, sizeof whole)
               ? 0
               : errno;
}

static struct bx_outcome fills_in_address(pid_t thread, int fd, const __u64 *arguments,
                                          int (*call)(int, struct sockaddr *, socklen_t *)) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    int result = call(fd, (struct sockaddr *)&address, &length);
    return result != 0 ? ended(result) : failed(put_back(thread, &address, length, arguments[1], arguments[2]));
}

static struct bx_outcome accepted(pid_t thread, int fd, const __u64 *arguments, int flags) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    int connection = bx_accept(fd, (struct sockaddr *)&address, &length, flags, true);
    if (connection < 0) {
        return ended(connection);
    }
    int error = arguments[1] == 0 ? 0 : put_back(thread, &address, length, arguments[1], arguments[2]);
    return (struct bx_outcome){.kind = BX_DESCRIPTOR,
                               .error = error,
                               .descriptor = connection,
                               .close_on_exec = (flags & SOCK_CLOEXEC) != 0,
                               .peer = bx_read((struct sockaddr *)&address, length).at};
}

static struct bx_outcome named(pid_t thread, uint64_t to) {
    struct utsname about;
    int result = uname(&about);
    if (result == 0) {
        bx_name_host(&about);
        result = bx_write_memory(thread, &about, to, sizeof about) ? 0 : -1;
    }
    return ended(result);
}

static struct bx_outcome on_socket(pid_t thread, int fd, const struct seccomp_data *call) {
    switch (call->nr) {
    case SYS_connect:
        return with_address(thread, fd, call->args, connect_or_resolve);
    case SYS_bind:
        return with_address(thread, fd, call->args, bx_bind);
    case SYS_listen:
        return ended(bx_listen(fd, (int)call->args[1]));
    case SYS_accept:
        return accepted(thread, fd, call->args, 0);
    case SYS_accept4:
        return accepted(thread, fd, call->args, (int)call->args[3]);
    case SYS_getsockname:
        return fills_in_address(thread, fd, call->args, bx_getsockname);
    case SYS_getpeername:
        return fills_in_address(thread, fd, call->args, bx_getpeername);
    default:
        return KERNEL;
    }
}

struct bx_outcome bx_make_call(pid_t thread, int fd, const struct seccomp_data *call) {
    return call->nr == SYS_uname ? named(thread, call->args[0]) : is_internet(fd) ? on_socket(thread, fd, call) : KERNEL;
}
