// SPDX-License-Identifier: Apache-2.0
// A program that is no node, but knows a node's address of the kernel, is seen as 10.N.0.1: what trusts 127.0.0.1 does not trust it.
#include "../harness.h"

static void stranger(void) {
    uint32_t real = 127u << 24 | (uint32_t)(4 * (overlay() - 64)) << 16 | 200u << 8 | ALPHA;
    int fd = dial(real, atoi(argument(0)));
    say(TALK, "%d", fd < 0 ? 0 : port_of(fd));
    hear(TALK);
}

static void alpha(void) {
    int listener = listening(0, 0);
    struct child other = start("stranger", "stranger", text("%d", port_of(listener)));
    int port = atoi(hear(other.talk));
    const char *peer;
    const char *wanted = text("10.%d.0.1:%d", overlay(), port);
    int fd = accept_from(listener, &peer);
    same_text(peer, wanted, "accept()");
    same_text(peer_of(fd), wanted, "getpeername()");
    finish(&other);
}

PARTS({"alpha", alpha}, {"stranger", stranger})
