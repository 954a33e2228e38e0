// SPDX-License-Identifier: Apache-2.0
// All pairs of IPv4 and dual-stack IPv6 sockets, to a node and to 127.0.0.1: what connector and acceptor see of both ends.
#include "../harness.h"

static int listening_on(int family) {
    struct sockaddr_in any4 = v4(0, 0);
    struct sockaddr_in6 any6 = {.sin6_family = AF_INET6};
    int fd = stream(family);
    int bound = family == AF_INET ? bind(fd, (struct sockaddr *)&any4, sizeof any4)
                                  : bind(fd, (struct sockaddr *)&any6, sizeof any6);
    if (bound != 0 || listen(fd, 8) != 0) {
        bail_out("listen");
    }
    return fd;
}

static int connected(int family, uint32_t ip, int port) {
    struct sockaddr_in to4 = v4(ip, port);
    struct sockaddr_in6 to6 = v4_in_v6(ip, port);
    int fd = stream(family);
    int result = family == AF_INET ? connect(fd, (struct sockaddr *)&to4, sizeof to4)
                                   : connect(fd, (struct sockaddr *)&to6, sizeof to6);
    if (result != 0) {
        bail_out("connect");
    }
    return fd;
}

static const char *in(int family, const char *address) { return text("%s%s", family == AF_INET6 ? "::ffff:" : "", address); }

static const char *at(uint32_t ip, int port) {
    return ip == INADDR_LOOPBACK ? text("127.0.0.1:%d", port) : node_at(ALPHA, port);
}

static void pair(int from, int to, uint32_t ip) {
    int listener = listening_on(to);
    int port = port_of(listener);
    int fd = connected(from, ip, port);
    const char *accepted_from;
    int other = accept_from(listener, &accepted_from);
    int own = port_of(fd);
    same_text(own_of(fd), in(from, at(ip, own)), "connector, own end");
    same_text(peer_of(fd), in(from, at(ip, port)), "connector, their end");
    same_text(accepted_from, in(to, at(ip, own)), "acceptor, accept()");
    same_text(peer_of(other), in(to, at(ip, own)), "acceptor, their end");
    same_text(own_of(other), in(to, at(ip, port)), "acceptor, own end");
    same_text(own_of(listener), in(to, node_at(ALPHA, port)), "listener");
    ok(echoes(fd, other), "bytes pass both ways");
    close(fd);
    close(other);
    close(listener);
}

static void alpha(void) {
    const int families[] = {AF_INET, AF_INET6};
    const uint32_t addresses[] = {node(ALPHA), INADDR_LOOPBACK};
    for (int i = 0; i < 8; i++) {
        pair(families[i & 1], families[i >> 1 & 1], addresses[i >> 2]);
    }
}

PARTS({"alpha", alpha})
