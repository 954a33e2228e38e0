// SPDX-License-Identifier: Apache-2.0
// As redis-cli does. A full queue of the listener keeps the connection in the making until one is accepted.
#include "../harness.h"

static int begun(const struct sockaddr_in *to) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (connect(fd, (const struct sockaddr *)to, sizeof *to) == 0) {
        bail_out("connected already");
    }
    return fd;
}

static void completes(uint32_t ip, int listener, const char *what) {
    struct sockaddr_in to = v4(ip, port_of(listener));
    int first = begun(&to); // fills the queue
    wait_until(first, POLLOUT);
    int fd = begun(&to);
    fails(connect(fd, (struct sockaddr *)&to, sizeof to), EALREADY, what);
    accept_from(listener, NULL);
    wait_until(fd, POLLOUT);
    same(connect(fd, (struct sockaddr *)&to, sizeof to), 0, "then: done");
    fails(connect(fd, (struct sockaddr *)&to, sizeof to), EISCONN, "then");
    same_text(own_of(fd), text("%s:%d", ip == INADDR_LOOPBACK ? "127.0.0.1" : text("10.%d.200.5", overlay()), port_of(fd)),
              "its end");
    accept_from(listener, NULL);
}

static void alpha(void) {
    struct sockaddr_in any = v4(node(ALPHA), 0);
    int listener = stream(AF_INET);
    bind(listener, (struct sockaddr *)&any, sizeof any);
    listen(listener, 0);
    completes(node(ALPHA), listener, "a second connect to a node");
    completes(INADDR_LOOPBACK, listener, "a second connect to 127.0.0.1");
}

PARTS({"alpha", alpha})
