// SPDX-License-Identifier: Apache-2.0
// Where the node does not listen, 127.0.0.1 is the host: a program that is no node can be reached there.
#include "../harness.h"

static void stranger(void) {
    int listener = listening(INADDR_LOOPBACK, 0);
    say(TALK, "%d", port_of(listener));
    int fd = accept_from(listener, NULL);
    say(TALK, "%s", peer_of(fd));
    hear(TALK);
}

static void alpha(void) {
    struct child other = start("stranger", "stranger", NULL);
    int port = atoi(hear(other.talk));
    int fd = dial(INADDR_LOOPBACK, port);
    ok(fd >= 0, "a program of the host is reached at 127.0.0.1");
    same_text(peer_of(fd), text("127.0.0.1:%d", port), "its end");
    same_text(own_of(fd), text("127.0.0.1:%d", port_of(fd)), "our end");
    same_text(hear(other.talk), own_of(fd), "our end, seen from there");
    finish(&other);
}

PARTS({"alpha", alpha}, {"stranger", stranger})
