// SPDX-License-Identifier: Apache-2.0
#include "../harness.h"
#include <netdb.h>

static void beta(void) {
    int listener = listening(0, 0);
    const char *peer;
    say(TALK, "%d", port_of(listener));
    int fd = accept_from(listener, &peer);
    say(TALK, "%s", peer);
    say(TALK, "%s", peer_of(fd));
    say(TALK, "%s", own_of(fd));
    char byte;
    while (recv(fd, &byte, 1, 0) == 1) {
        send(fd, &byte, 1, MSG_NOSIGNAL);
    }
}

static void alpha(void) {
    struct child other = start("beta", "beta", NULL);
    int port = atoi(hear(other.talk));
    int fd = dial(node(BETA), port);
    ok(fd >= 0, "the node beta is reached by its address");
    int own = port_of(fd);
    same_text(own_of(fd), node_at(ALPHA, own), "our end, as we see it");
    same_text(peer_of(fd), node_at(BETA, port), "their end, as we see it");
    same_text(hear(other.talk), node_at(ALPHA, own), "our end, as accept() says");
    same_text(hear(other.talk), node_at(ALPHA, own), "our end, as their getpeername() says");
    same_text(hear(other.talk), node_at(BETA, port), "their end, as their getsockname() says");
    char back = 0;
    ok(send(fd, "x", 1, 0) == 1 && recv(fd, &back, 1, 0) == 1 && back == 'x', "bytes go there and come back");
    close(fd);
    same(finish(&other), 0, "they see our end");
}

PARTS({"alpha", alpha}, {"beta", beta})
