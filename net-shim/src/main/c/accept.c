// SPDX-License-Identifier: Apache-2.0
#include "next.h"
#include "shim.h"

static int accept_any(int fd, struct sockaddr *address, socklen_t *length, int flags, bool four) {
    struct sockaddr_storage peer;
    socklen_t size = sizeof peer;
    int accepted = four ? BX_NEXT(accept4)(fd, (struct sockaddr *)&peer, &size, flags)
                        : BX_NEXT(accept)(fd, (struct sockaddr *)&peer, &size);
    if (accepted >= 0) {
        bx_show_peer(&peer, &size, NULL);
        bx_copy_out(&peer, size, address, length);
    }
    return accepted;
}

BX_EXPORT int accept(int fd, struct sockaddr *address, socklen_t *length) {
    return bx_node.active && address != NULL && length != NULL ? accept_any(fd, address, length, 0, false)
                                                               : BX_NEXT(accept)(fd, address, length);
}

BX_EXPORT int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags) {
    return bx_node.active && address != NULL && length != NULL ? accept_any(fd, address, length, flags, true)
                                                               : BX_NEXT(accept4)(fd, address, length, flags);
}
