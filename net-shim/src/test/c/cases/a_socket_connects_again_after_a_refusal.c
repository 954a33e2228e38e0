// SPDX-License-Identifier: Apache-2.0
#include "../harness.h"

static void alpha(void) {
    int listener = listening(0, 0);
    struct sockaddr_in nobody = v4(node(NOBODY), 7000);
    struct sockaddr_in to = v4(node(ALPHA), port_of(listener));
    int fd = stream(AF_INET);
    for (int i = 0; i < 3; i++) {
        fails(connect(fd, (struct sockaddr *)&nobody, sizeof nobody), ECONNREFUSED, "nobody is there");
    }
    same(connect(fd, (struct sockaddr *)&to, sizeof to), 0, "the same socket, another node");
    const char *peer;
    int other = accept_from(listener, &peer);
    same_text(peer, node_at(ALPHA, port_of(fd)), "seen from there");
    ok(echoes(fd, other), "bytes pass both ways");

    struct sockaddr nothing = {.sa_family = AF_UNSPEC};
    same(connect(fd, &nothing, sizeof nothing), 0, "AF_UNSPEC: not connected any more");
    same(connect(fd, (struct sockaddr *)&to, sizeof to), 0, "and connected again");
    ok(echoes(fd, accept_from(listener, NULL)), "bytes pass both ways");
}

PARTS({"alpha", alpha})
