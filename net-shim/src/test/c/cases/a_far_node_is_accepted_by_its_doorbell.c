// SPDX-License-Identifier: Apache-2.0
// accept() of a connection from another host: the supervisor rings at the listener, the library claims what that announces.
#include "../harness.h"
#include <fcntl.h>
#include <netdb.h>

static int listener;

static void ring(const char *how) {
    if (gethostbyname(text("%s-%d", how, port_of(listener))) == NULL) {
        bail_out("the supervisor does not ring");
    }
}

static const char *what_comes(int fd) {
    char got[8] = "";
    size_t length = 0;
    for (ssize_t more; (wait_until(fd, POLLIN), more = recv(fd, got + length, sizeof got - 1 - length, 0)) > 0;) {
        length += (size_t)more;
    }
    return text("%s", got);
}

static void alpha(void) {
    const char *peer;
    const char *wanted = text("10.%d.201.9:555", overlay());
    listener = listening(0, 0);
    int on = 1;
    struct timeval limit = {.tv_sec = 77};
    setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);

    ring("ring");
    ok((wait_until(listener, POLLIN) & POLLIN) != 0, "the listener is ready");
    int fd = accept_from(listener, &peer);
    same_text(peer, wanted, "accept() says who it is");
    same(fcntl(fd, F_GETFL) & O_NONBLOCK, 0, "it blocks, whatever the supervisor's did");
    same(fcntl(fd, F_GETFD) & FD_CLOEXEC, 0, "it stays over exec, as asked");
    int value = 0;
    socklen_t size = sizeof value;
    getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &value, &size);
    same(value, 1, "TCP_NODELAY of the listener");
    size = sizeof limit;
    getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, &size);
    same(limit.tv_sec, 77, "SO_RCVTIMEO of the listener");
    if (strncmp(peer_of(fd), "127.", 4) == 0) {
        skip("names of both ends", "this host has no address but the loopback's");
    } else {
        same_text(peer_of(fd), wanted, "getpeername() too");
        same_text(own_of(fd), node_at(ALPHA, 4711), "our end, as the supervisor says");
    }
    same_text(what_comes(fd), "afar", "what it has sent, and its end");
    close(fd);

    ring("ring");
    fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    same(fcntl(fd, F_GETFL) & O_NONBLOCK, O_NONBLOCK, "accept4: SOCK_NONBLOCK");
    same(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC, "accept4: SOCK_CLOEXEC");
    same_text(what_comes(fd), "afar", "what it has sent, and its end");

    int before = open_descriptors();
    ring("ring-falsely");
    ring("ring");
    fd = accept_from(listener, &peer);
    same_text(peer, wanted, "a doorbell of nobody is passed over");
    same(open_descriptors(), before + 1, "and closed");

    fcntl(listener, F_SETFL, O_NONBLOCK);
    ring("ring-falsely");
    wait_until(listener, POLLIN);
    fails(accept(listener, NULL, NULL), EAGAIN, "on a non-blocking listener: nobody is there");
    fd = dial(node(ALPHA), port_of(listener));
    ok(echoes(fd, accept_from(listener, NULL)), "a node of this host is accepted as ever");
}

PARTS({"alpha", alpha})
