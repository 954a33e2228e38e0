// SPDX-License-Identifier: Apache-2.0
// The preload library's own part of the calls on sockets: what the C library exports under these names is ours.
#include "next.h"
#include "note.h"
#include "shim.h"

#define HOOK(name, note, given, passed)                                                                                \
    BX_EXPORT int name given {                                                                                         \
        bx_note(note, fd);                                                                                             \
        int result = bx_node.sockets ? bx_##name passed : BX_UNCHANGED;                                                \
        return result == BX_UNCHANGED ? BX_NEXT(name) passed : result;                                                 \
    }

HOOK(connect, BX_NOTE_CONNECT, (int fd, const struct sockaddr *to, socklen_t length), (fd, to, length))
HOOK(bind, BX_NOTE_BIND, (int fd, const struct sockaddr *address, socklen_t length), (fd, address, length))
HOOK(listen, BX_NOTE_LISTEN, (int fd, int backlog), (fd, backlog))
HOOK(getsockname, BX_NOTE_GETSOCKNAME, (int fd, struct sockaddr *address, socklen_t *length), (fd, address, length))
HOOK(getpeername, BX_NOTE_GETPEERNAME, (int fd, struct sockaddr *address, socklen_t *length), (fd, address, length))

BX_EXPORT int accept(int fd, struct sockaddr *address, socklen_t *length) {
    bx_note(BX_NOTE_ACCEPT, fd);
    return bx_node.sockets ? bx_accept(fd, address, length, 0, false) : BX_NEXT(accept)(fd, address, length);
}

BX_EXPORT int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags) {
    bx_note(BX_NOTE_ACCEPT4, fd);
    return bx_node.sockets ? bx_accept(fd, address, length, flags, true) : BX_NEXT(accept4)(fd, address, length, flags);
}
