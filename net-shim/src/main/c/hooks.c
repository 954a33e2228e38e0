// SPDX-License-Identifier: Apache-2.0
// The preload library's own part of the calls on sockets: what the C library exports under these names is ours.
#include "next.h"
#include "shim.h"

#define HOOK(name, given, passed)                                                                                      \
    BX_EXPORT int name given {                                                                                         \
        int result = bx_node.sockets ? bx_##name passed : BX_UNCHANGED;                                                \
        return result == BX_UNCHANGED ? BX_NEXT(name) passed : result;                                                 \
    }

HOOK(connect, (int fd, const struct sockaddr *to, socklen_t length), (fd, to, length))
HOOK(bind, (int fd, const struct sockaddr *address, socklen_t length), (fd, address, length))
HOOK(listen, (int fd, int backlog), (fd, backlog))
HOOK(getsockname, (int fd, struct sockaddr *address, socklen_t *length), (fd, address, length))
HOOK(getpeername, (int fd, struct sockaddr *address, socklen_t *length), (fd, address, length))

BX_EXPORT int accept(int fd, struct sockaddr *address, socklen_t *length) {
    return bx_node.sockets ? bx_accept(fd, address, length, 0, false) : BX_NEXT(accept)(fd, address, length);
}

BX_EXPORT int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags) {
    return bx_node.sockets ? bx_accept(fd, address, length, flags, true) : BX_NEXT(accept4)(fd, address, length, flags);
}
