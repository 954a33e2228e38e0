// SPDX-License-Identifier: Apache-2.0
// SOCKS5 (RFC 1928) without a password: who can reach it may use it, as all that listens on a node's loopback. CONNECT only.
//
//  greeting   05 | count | methods …            answer  05 | 00, or ff: it insists on another
//  request    05 | 01 | 00 | type | address | port      type 01: 4 bytes, 03: length and name, 04: 16 bytes
//  answer     05 | reply | 00 | 01 | address | port
#include "proxy.h"
#include "shim.h"
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>

#define LIMIT_MILLIS 15000 // for all that the client has to say

enum reply { GRANTED = 0, FAILED = 1, NETWORK = 3, HOST = 4, REFUSED = 5, COMMAND = 7, ADDRESS = 8 };

static bool receive(int client, unsigned char *to, size_t count, long deadline) {
    while (count > 0) {
        ssize_t got = recv(client, to, count, MSG_DONTWAIT);
        if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR) || (got < 0 && bx_await(client, POLLIN, deadline) != 0)) {
            return false;
        }
        to += got > 0 ? got : 0;
        count -= got > 0 ? (size_t)got : 0;
    }
    return true;
}

static bool greet(int client, long deadline) {
    unsigned char head[2];
    unsigned char methods[255];
    if (!receive(client, head, sizeof head, deadline) || head[0] != 5 || !receive(client, methods, head[1], deadline)) {
        return false;
    }
    bool open = memchr(methods, 0, head[1]) != NULL;
    unsigned char answer[] = {5, open ? 0 : 0xff};
    return send(client, answer, sizeof answer, MSG_NOSIGNAL) == sizeof answer && open;
}

static enum reply reply_for(int error) {
    switch (error) {
    case ECONNREFUSED:
        return REFUSED;
    case ENETUNREACH:
        return NETWORK;
    case EHOSTUNREACH:
    case ETIMEDOUT:
    case ENOENT:
        return HOST;
    default:
        return FAILED;
    }
}

static bool answer(int client, enum reply reply, int connected) {
    unsigned char bytes[] = {5, (unsigned char)reply, 0, 1, 0, 0, 0, 0, 0, 0};
    struct sockaddr_in own = {.sin_family = AF_UNSPEC};
    socklen_t size = sizeof own;
    if (connected >= 0 && bx_getsockname(connected, (struct sockaddr *)&own, &size) == 0 && own.sin_family == AF_INET) {
        memcpy(bytes + 4, &own.sin_addr, 4);
        memcpy(bytes + 8, &own.sin_port, 2);
    }
    return send(client, bytes, sizeof bytes, MSG_NOSIGNAL) == sizeof bytes;
}

// -1 with errno; EPROTO: the client did not say what it should have, EAFNOSUPPORT: not this kind of address
static int connect_to(int client, int type, long deadline) {
    unsigned char bytes[256 + 2];
    size_t length = type == 1 ? 4 : type == 4 ? 16 : 0;
    unsigned char count;
    if (type == 3 && receive(client, &count, 1, deadline)) {
        length = count;
    }
    if (length == 0 || !receive(client, bytes, length + 2, deadline)) {
        errno = length == 0 && type != 3 ? EAFNOSUPPORT : EPROTO;
        return -1;
    }
    uint16_t port = (uint16_t)(bytes[length] << 8 | bytes[length + 1]);
    if (type == 3) {
        bytes[length] = '\0';
        return bx_dial((char *)bytes, port);
    }
    struct sockaddr_storage to = {.ss_family = type == 1 ? AF_INET : AF_INET6};
    if (type == 1) {
        memcpy(&((struct sockaddr_in *)&to)->sin_addr, bytes, 4);
    } else {
        memcpy(&((struct sockaddr_in6 *)&to)->sin6_addr, bytes, 16);
    }
    ((struct sockaddr_in *)&to)->sin_port = htons(port);
    return bx_dial_address(&to, type == 1 ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6));
}

int bx_socks_connect(int client) {
    unsigned char head[4];
    long deadline = bx_now_millis() + LIMIT_MILLIS;
    if (!greet(client, deadline) || !receive(client, head, sizeof head, deadline) || head[0] != 5) {
        return -1;
    }
    int connected = -1;
    enum reply reply = COMMAND;
    if (head[1] == 1) {
        connected = connect_to(client, head[3], deadline);
        reply = connected >= 0 ? GRANTED : errno == EAFNOSUPPORT ? ADDRESS : reply_for(errno);
    }
    if (!answer(client, reply, connected) && connected >= 0) {
        bx_reset(connected);
        connected = -1;
    }
    return connected;
}
