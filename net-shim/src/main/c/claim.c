// SPDX-License-Identifier: Apache-2.0
// accept() of a connection from another host. The supervisor has made and proven it, then rung at the program's listener with
// a connection of its own, the doorbell: so the kernel itself wakes whoever waits. Here the doorbell is exchanged for the
// connection, under the same number, which nobody can have registered anywhere yet.
#include "keep.h"
#include "next.h"
#include "shim.h"
#include "wire.h"
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

// Options that an accepted socket inherits from its listener; the doorbell has them, the connection gets them.
static const struct {
    int level;
    int name;
} INHERITED[] = {
    {SOL_SOCKET, SO_KEEPALIVE},      {SOL_SOCKET, SO_LINGER},          {SOL_SOCKET, SO_OOBINLINE},
    {SOL_SOCKET, SO_RCVTIMEO},       {SOL_SOCKET, SO_SNDTIMEO},        {SOL_SOCKET, SO_PRIORITY},
    {IPPROTO_TCP, TCP_NODELAY},      {IPPROTO_TCP, TCP_KEEPIDLE},      {IPPROTO_TCP, TCP_KEEPINTVL},
    {IPPROTO_TCP, TCP_KEEPCNT},      {IPPROTO_TCP, TCP_USER_TIMEOUT},  {IPPROTO_TCP, TCP_NOTSENT_LOWAT},
};

static void inherit(int from, int to) {
    for (size_t i = 0; i < sizeof INHERITED / sizeof *INHERITED; i++) {
        unsigned char value[64];
        socklen_t size = sizeof value;
        if (getsockopt(from, INHERITED[i].level, INHERITED[i].name, value, &size) == 0) {
            setsockopt(to, INHERITED[i].level, INHERITED[i].name, value, size);
        }
    }
}

bool bx_is_doorbell(const struct sockaddr_storage *peer, socklen_t length) {
    struct bx_sockaddr from = bx_read((const struct sockaddr *)peer, length);
    return (from.form == BX_V4 || from.form == BX_V4_IN_V6) && from.at.ip == bx_doorbell(bx_node.self);
}

// What this doorbell announces, and who is at its other end. -1: nothing, it is false or late.
static int announced(uint16_t doorbell, struct bx_endpoint *peer) {
    struct bx_request question = {.verb = BX_VERB_CLAIM, .port = doorbell};
    struct bx_answer answer;
    int connection = bx_take_kept(doorbell, peer);
    if (connection >= 0) {
        return connection;
    }
    if (bx_ask_for_descriptor(&question, &answer, &connection) != 0 || answer.error != 0) {
        if (connection >= 0) {
            BX_NEXT(close)(connection);
        }
        return -1;
    }
    *peer = (struct bx_endpoint){answer.address, answer.port};
    return connection;
}

// 0: `accepted` is the connection now, and *peer who is at its other end. -1: there is none.
int bx_claim(int accepted, int flags, struct sockaddr_storage *peer, socklen_t *length) {
    struct bx_sockaddr from = bx_read((struct sockaddr *)peer, *length);
    struct bx_endpoint seen;
    int connection = announced(from.at.port, &seen);
    if (connection < 0) {
        return -1;
    }
    inherit(accepted, connection);
    int status = fcntl(connection, F_GETFL);
    fcntl(connection, F_SETFL, (flags & SOCK_NONBLOCK) != 0 ? status | O_NONBLOCK : status & ~O_NONBLOCK);
    int installed = dup3(connection, accepted, (flags & SOCK_CLOEXEC) != 0 ? O_CLOEXEC : 0);
    BX_NEXT(close)(connection);
    if (installed < 0) {
        return -1;
    }
    *length = bx_write(peer, from.form == BX_V4_IN_V6, seen);
    return 0;
}
