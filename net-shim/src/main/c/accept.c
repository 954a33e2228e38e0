// SPDX-License-Identifier: Apache-2.0
#include "next.h"
#include "shim.h"

static int accept_one(int fd, struct sockaddr_storage *peer, socklen_t *size, int flags, bool four) {
    *size = sizeof *peer;
    return four ? BX_NEXT(accept4)(fd, (struct sockaddr *)peer, size, flags)
                : BX_NEXT(accept)(fd, (struct sockaddr *)peer, size);
}

// Outcomes: the kernel's own. A doorbell that announces nothing is closed, and the next connection is waited for.
int bx_accept(int fd, struct sockaddr *address, socklen_t *length, int flags, bool four) {
    struct sockaddr_storage peer;
    socklen_t size;
    int accepted;
    while ((accepted = accept_one(fd, &peer, &size, flags, four)) >= 0) {
        if (!bx_is_doorbell(&peer, size)) {
            bx_show_peer(&peer, &size, NULL);
            break;
        }
        if (bx_claim(accepted, flags, &peer, &size) == 0) {
            break;
        }
        BX_NEXT(close)(accepted);
    }
    if (accepted >= 0) {
        bx_copy_out(&peer, size, address, length);
    }
    return accepted;
}
