// SPDX-License-Identifier: Apache-2.0
#include "next.h"
#include "shim.h"
#include "wire.h"
#include <errno.h>
#include <sys/socket.h>

static int dial(int fd, bool v6, bool private_source, struct bx_endpoint to) {
    struct sockaddr_storage address;
    socklen_t size = bx_write(&address, v6, to);
    bx_take_source(fd, v6, private_source);
    return BX_NEXT(connect)(fd, (struct sockaddr *)&address, size);
}

// The side of this node on which somebody listens, the private one first. Whether there is one.
static bool own_side(uint16_t port, enum bx_side *side) {
    struct bx_request question = {.verb = BX_VERB_LOCALHOST, .port = port};
    struct bx_answer answer;
    enum bx_listening found = bx_own_listener(port, side);
    if (found != BX_UNKNOWN) {
        return found == BX_LISTENS;
    }
    // where the kernel does not tell, the supervisor remembers who has listened
    if (bx_ask(&question, &answer) != 0 || answer.error != 0 || answer.side == 0) {
        return false;
    }
    *side = answer.side == 1 ? BX_PUBLIC : BX_PRIVATE;
    return true;
}

// 127.0.0.1: what the node itself listens on, private side first; else the host's own loopback.
static int connect_localhost(int fd, bool v6, uint16_t port) {
    enum bx_side side;
    if (!own_side(port, &side)) {
        return BX_UNCHANGED;
    }
    return dial(fd, v6, true, bx_real(bx_node.self, side, bx_node.self.ip, port));
}

// Outcomes: the kernel's own, on the program's own socket; ENETUNREACH if the supervisor is away and the node is on
// another host; what the supervisor answers for such a node (EHOSTUNREACH, ETIMEDOUT, ECONNREFUSED).
int bx_connect(int fd, const struct sockaddr *to, socklen_t length) {
    struct bx_sockaddr target = bx_read(to, length);
    bool v6 = target.form != BX_V4;
    if (target.form == BX_OTHER || ((target.form == BX_LOOPBACK6 || target.form == BX_ANY6) && bx_only_v6(fd))) {
        return BX_UNCHANGED;
    }
    enum bx_target where = target.form == BX_LOOPBACK6 || target.form == BX_ANY6
                               ? BX_LOCALHOST
                               : bx_target(bx_node.self, target.at.ip);
    if (where == BX_OUTSIDE) {
        return BX_UNCHANGED;
    }
    if (!bx_is_stream(fd)) {
        // datagrams do not cross; a program that asks for its own address this way gets it
        return where == BX_LOCALHOST ? BX_UNCHANGED
                                     : dial(fd, v6, false, bx_real(bx_node.self, BX_PUBLIC, target.at.ip, target.at.port));
    }
    switch (where) {
    case BX_LOCALHOST:
        return connect_localhost(fd, v6, target.at.port);
    case BX_SAME_HOST:
        return dial(fd, v6, false, bx_real(bx_node.self, BX_PUBLIC, target.at.ip, target.at.port));
    default:
        return bx_connect_elsewhere(fd, v6, target.at);
    }
}
