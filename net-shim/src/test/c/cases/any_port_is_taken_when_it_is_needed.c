// SPDX-License-Identifier: Apache-2.0
// bind(any address, port 0) may be meant for a listener, or for a connection to anywhere.
#include "../harness.h"

static int bound(void) {
    struct sockaddr_in any = v4(0, 0);
    int fd = stream(AF_INET);
    same(bind(fd, (struct sockaddr *)&any, sizeof any), 0, "bind");
    return fd;
}

static void stranger(void) {
    int listener = listening(INADDR_LOOPBACK, 0);
    say(TALK, "%d", port_of(listener));
    say(TALK, "%s", peer_of(accept_from(listener, NULL)));
}

static void alpha(void) {
    int listener = listening(0, 0);
    struct sockaddr_in to = v4(node(ALPHA), port_of(listener));
    struct sockaddr_in local = v4(INADDR_LOOPBACK, port_of(listener));
    const char *peer;

    int fd = bound();
    same(connect(fd, (struct sockaddr *)&to, sizeof to), 0, "then connect to a node");
    accept_from(listener, &peer);
    same_text(peer, node_at(ALPHA, port_of(fd)), "is seen as that node");

    fd = bound();
    same(connect(fd, (struct sockaddr *)&local, sizeof local), 0, "then connect to 127.0.0.1");
    accept_from(listener, &peer);
    same_text(peer, text("127.0.0.1:%d", port_of(fd)), "is seen as 127.0.0.1");

    struct child other = start("stranger", "stranger", NULL);
    struct sockaddr_in outside = v4(INADDR_LOOPBACK, atoi(hear(other.talk)));
    fd = bound();
    same(connect(fd, (struct sockaddr *)&outside, sizeof outside), 0, "then connect to a program that is no node");
    same_text(hear(other.talk), own_of(fd), "is seen at an address of the host");
    finish(&other);

    fd = bound();
    int port = port_of(fd);
    same(connect(fd, (struct sockaddr *)&to, sizeof to), 0, "then getsockname, then connect to a node");
    accept_from(listener, &peer);
    same_text(peer, node_at(ALPHA, port), "from the port that was said");

    struct sockaddr_in six = v4(0, 0);
    fails(bind(stream(AF_INET6), (struct sockaddr *)&six, sizeof six), EINVAL, "an IPv4 address for an IPv6 socket");
}

PARTS({"alpha", alpha}, {"stranger", stranger})
