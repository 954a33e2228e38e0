// SPDX-License-Identifier: Apache-2.0
// getsockname and getpeername: the kernel's answer, translated.
#include "next.h"
#include "shim.h"
#include "wire.h"
#include <errno.h>

// A connection between hosts: only the supervisor knows what its ends are called.
static bool look_up(int fd, const struct sockaddr_storage *own, struct bx_endpoint *seen_own, struct bx_endpoint *seen_peer,
                    bool *v6) {
    struct bx_sockaddr at = bx_read((const struct sockaddr *)own, sizeof *own);
    struct bx_request question = {.verb = BX_VERB_LOOKUP};
    struct bx_answer answer;
    socklen_t size = sizeof question.cookie;
    if ((at.form != BX_V4 && at.form != BX_V4_IN_V6) || at.at.ip >> 24 == 127 || at.at.port < BX_FIRST_CROSSING_PORT ||
        at.at.port > BX_LAST_CROSSING_PORT || getsockopt(fd, SOL_SOCKET, SO_COOKIE, &question.cookie, &size) != 0) {
        return false;
    }
    *v6 = at.form == BX_V4_IN_V6;
    return bx_ask(&question, &answer) == 0 && answer.error == 0 && bx_decode_ends(&answer, seen_own, seen_peer) == 0;
}

int bx_getsockname(int fd, struct sockaddr *address, socklen_t *length) {
    if (address == NULL || length == NULL) {
        return BX_UNCHANGED;
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
    struct bx_endpoint seen_own;
    struct bx_endpoint seen_peer;
    bool v6;
    if (look_up(fd, &own, &seen_own, &seen_peer, &v6)) {
        size = bx_write(&own, v6, seen_own);
    }
    bool connected = read.form != BX_OTHER && BX_NEXT(getpeername)(fd, (struct sockaddr *)&peer, &peer_size) == 0;
    bx_show_own(&own, &size, connected ? &peer : NULL);
    bx_copy_out(&own, size, address, length);
    errno = before;
    return 0;
}

int bx_getpeername(int fd, struct sockaddr *address, socklen_t *length) {
    if (address == NULL || length == NULL) {
        return BX_UNCHANGED;
    }
    struct sockaddr_storage own;
    struct sockaddr_storage peer;
    socklen_t own_size = sizeof own;
    socklen_t size = sizeof peer;
    int result = BX_NEXT(getpeername)(fd, (struct sockaddr *)&peer, &size);
    if (result == 0) {
        bool known = BX_NEXT(getsockname)(fd, (struct sockaddr *)&own, &own_size) == 0;
        struct bx_endpoint seen_own;
        struct bx_endpoint seen_peer;
        bool v6;
        if (known && look_up(fd, &own, &seen_own, &seen_peer, &v6)) {
            size = bx_write(&peer, v6, seen_peer);
        } else {
            bx_show_peer(&peer, &size, known ? &own : NULL);
        }
        bx_copy_out(&peer, size, address, length);
    }
    return result;
}
