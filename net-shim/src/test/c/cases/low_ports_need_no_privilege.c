// SPDX-License-Identifier: Apache-2.0
#include "../harness.h"

static void beta(void) {
    int fd = dial(node(ALPHA), 80);
    say(TALK, "%s", fd < 0 ? strerror(errno) : peer_of(fd));
    hear(TALK);
}

static void alpha(void) {
    if (geteuid() == 0 && setuid(65534) != 0) { // root may have any port
        bail_out("setuid");
    }
    int public_one = listening(0, 80);
    same_text(own_of(public_one), node_at(ALPHA, 80), "a listener on port 80");
    int private_one = listening(INADDR_LOOPBACK, 80);
    same_text(own_of(private_one), "127.0.0.1:80", "one on port 80 of 127.0.0.1");

    struct child other = start("beta", "beta", NULL);
    const char *peer;
    int fd = accept_from(public_one, &peer);
    same_text(hear(other.talk), node_at(ALPHA, 80), "a peer's getpeername()");
    same_text(own_of(fd), node_at(ALPHA, 80), "our getsockname()");
    ok(strncmp(peer, node_at(BETA, 0), strlen(peer) - 6) == 0, "accept() says %s", peer);
    finish(&other);

    fd = dial(INADDR_LOOPBACK, 80);
    same_text(peer_of(fd), "127.0.0.1:80", "127.0.0.1:80, getpeername()");
    ok(echoes(fd, accept_from(private_one, NULL)), "is the private one");

    struct sockaddr_in low = v4(0, 513);
    struct sockaddr_in to = v4(node(ALPHA), 80);
    fd = stream(AF_INET);
    same(bind(fd, (struct sockaddr *)&low, sizeof low), 0, "a connection from port 513");
    same(connect(fd, (struct sockaddr *)&to, sizeof to), 0, "connects");
    accept_from(public_one, &peer);
    same_text(peer, node_at(ALPHA, 513), "and is seen so");
}

PARTS({"alpha", alpha}, {"beta", beta})
