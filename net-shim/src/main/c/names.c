// SPDX-License-Identifier: Apache-2.0
// getsockname and getpeername: the kernel's answer, translated.
#include "next.h"
#include "shim.h"
#include <errno.h>

BX_EXPORT int getsockname(int fd, struct sockaddr *address, socklen_t *length) {
    if (!bx_node.active || address == NULL || length == NULL) {
        return BX_NEXT(getsockname)(fd, address, length);
    }
    struct sockaddr_storage own;
    struct sockaddr_storage peer;
    socklen_t size = sizeof own;
    socklen_t peer_size = sizeof peer;
    int before = errno;
    int result = BX_NEXT(getsockname)(fd, (struct sockaddr *)&own, &size);
    if (result != 0) {
        return result;
    }
    struct bx_sockaddr read = bx_read((struct sockaddr *)&own, size);
    if (read.form != BX_OTHER && read.at.port == 0) {
        bx_bind_if_marked(fd);
        size = sizeof own;
        (void)BX_NEXT(getsockname)(fd, (struct sockaddr *)&own, &size);
    }
    bool connected = read.form != BX_OTHER && BX_NEXT(getpeername)(fd, (struct sockaddr *)&peer, &peer_size) == 0;
    bx_show_own(&own, &size, connected ? &peer : NULL);
    bx_copy_out(&own, size, address, length);
    errno = before;
    return 0;
}

BX_EXPORT int getpeername(int fd, struct sockaddr *address, socklen_t *length) {
    if (!bx_node.active || address == NULL || length == NULL) {
        return BX_NEXT(getpeername)(fd, address, length);
    }
    struct sockaddr_storage own;
    struct sockaddr_storage peer;
    socklen_t own_size = sizeof own;
    socklen_t size = sizeof peer;
    int result = BX_NEXT(getpeername)(fd, (struct sockaddr *)&peer, &size);
    if (result == 0) {
        bool known = BX_NEXT(getsockname)(fd, (struct sockaddr *)&own, &own_size) == 0;
        bx_show_peer(&peer, &size, known ? &own : NULL);
        bx_copy_out(&peer, size, address, length);
    }
    return result;
}
