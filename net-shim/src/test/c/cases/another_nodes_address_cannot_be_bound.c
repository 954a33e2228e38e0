// SPDX-License-Identifier: Apache-2.0
#include "../harness.h"

static void alpha(void) {
    struct sockaddr_in theirs = v4(node(BETA), 0);
    struct sockaddr_in theirs_80 = v4(node(BETA), 80);
    struct sockaddr_in6 theirs_6 = v4_in_v6(node(BETA), 80);
    struct sockaddr_in outside = v4(0xc0000201, 0); // 192.0.2.1, of no host
    struct sockaddr_in far = v4(10u << 24 | (uint32_t)overlay() << 16 | 201 << 8 | 5, 80);
    int fd = stream(AF_INET);
    fails(bind(fd, (struct sockaddr *)&theirs, sizeof theirs), EADDRNOTAVAIL, "another node, any port");
    fails(bind(fd, (struct sockaddr *)&theirs_80, sizeof theirs_80), EADDRNOTAVAIL, "another node, port 80");
    fails(bind(fd, (struct sockaddr *)&far, sizeof far), EADDRNOTAVAIL, "a node of another host");
    fails(bind(fd, (struct sockaddr *)&outside, sizeof outside), EADDRNOTAVAIL, "an address that the host has not");
    fails(bind(stream(AF_INET6), (struct sockaddr *)&theirs_6, sizeof theirs_6), EADDRNOTAVAIL, "by an IPv6 socket");

    struct sockaddr_in ours = v4(node(ALPHA), 0);
    same(bind(fd, (struct sockaddr *)&ours, sizeof ours), 0, "our own can, then");
    fails(bind(fd, (struct sockaddr *)&ours, sizeof ours), EINVAL, "but once");
    struct sockaddr_in taken = v4(node(ALPHA), port_of(fd));
    fails(bind(stream(AF_INET), (struct sockaddr *)&taken, sizeof taken), EADDRINUSE, "and by one socket");
    fails(bind(-1, (struct sockaddr *)&ours, sizeof ours), EBADF, "no descriptor");
    fails(bind(stream(AF_INET), (struct sockaddr *)&ours, 8), EINVAL, "half an address");
}

PARTS({"alpha", alpha})
