// SPDX-License-Identifier: Apache-2.0
// SO_REUSEPORT, as nginx's workers do.
#include "../harness.h"

static int sharing(int port) {
    struct sockaddr_in any = v4(0, port);
    int fd = stream(AF_INET);
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&any, sizeof any) != 0 || listen(fd, 64) != 0) {
        return -1;
    }
    return fd;
}

static void alpha(void) {
    int one = sharing(0);
    int port = port_of(one);
    int other = sharing(port);
    ok(other >= 0, "a second listener on the same port");
    struct sockaddr_in any = v4(0, port);
    fails(bind(stream(AF_INET), (struct sockaddr *)&any, sizeof any), EADDRINUSE, "one that does not share");
    bool one_has = false;
    bool other_has = false;
    for (int i = 0; i < 64; i++) {
        dial(node(ALPHA), port);
    }
    struct pollfd both[] = {{.fd = one, .events = POLLIN}, {.fd = other, .events = POLLIN}};
    poll(both, 2, PATIENCE_MILLIS);
    one_has = (both[0].revents & POLLIN) != 0;
    other_has = (both[1].revents & POLLIN) != 0;
    ok(one_has && other_has, "of 64 connections both have some");
}

PARTS({"alpha", alpha})
