// SPDX-License-Identifier: Apache-2.0
// 127.0.0.1 is private: another listener than the public one on the same port, unreachable for other nodes.
#include "../harness.h"

static void beta(void) {
    int port = atoi(argument(0));
    int fd = dial(node(ALPHA), port);
    say(TALK, "%s", fd < 0 ? strerror(errno) : "connected");
    close(fd);
    fd = dial(INADDR_LOOPBACK, port);
    say(TALK, "%s", fd < 0 ? strerror(errno) : "connected");
}

static void reaches(int fd, int listener, const char *what) {
    ok(fd >= 0 && (wait_until(listener, POLLIN) & POLLIN) != 0 && echoes(fd, accept_from(listener, NULL)), "%s", what);
    close(fd);
}


static void alpha(void) {
    int private_one = listening(INADDR_LOOPBACK, 0);
    int port = port_of(private_one);
    same_text(own_of(private_one), text("127.0.0.1:%d", port), "a listener on 127.0.0.1");
    fails(dial(node(ALPHA), port), ECONNREFUSED, "is not at the node's address");
    struct child other = start("beta", "beta", text("%d", port));
    same_text(hear(other.talk), strerror(ECONNREFUSED), "another node cannot reach it");
    same_text(hear(other.talk), strerror(ECONNREFUSED), "nor by its own 127.0.0.1");
    finish(&other);

    int public_one = listening(node(ALPHA), port);
    reaches(dial(INADDR_LOOPBACK, port), private_one, "both on one port: 127.0.0.1 is the private one");
    reaches(dial(INADDR_LOOPBACK + 1, port), private_one, "127.0.0.2 too");
    reaches(dial(node(ALPHA), port), public_one, "the node's address is the public one");

    close(private_one);
    reaches(dial(INADDR_LOOPBACK, port), public_one, "the private one gone, 127.0.0.1 is the public one");
    close(public_one);
    fails(dial(INADDR_LOOPBACK, port), ECONNREFUSED, "both gone");

    int any = listening(0, 0);
    int fd = dial(INADDR_LOOPBACK, port_of(any));
    const char *peer;
    int accepted = accept_from(any, &peer);
    same_text(peer, text("127.0.0.1:%d", port_of(fd)), "127.0.0.1 reaches a listener on all addresses, from 127.0.0.1");
    same_text(own_of(accepted), text("127.0.0.1:%d", port_of(any)), "which sees itself so");
    reaches(dial(0, port_of(any)), any, "0.0.0.0 is 127.0.0.1");

    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    six.sin6_port = htons((uint16_t)port_of(any));
    fd = stream(AF_INET6);
    same(connect(fd, (struct sockaddr *)&six, sizeof six), 0, "::1 too");
    reaches(fd, any, "the same listener");
}

PARTS({"alpha", alpha}, {"beta", beta})
