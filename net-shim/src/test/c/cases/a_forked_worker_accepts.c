// SPDX-License-Identifier: Apache-2.0
// As PostgreSQL and nginx do: the listener is inherited, the worker accepts, and names are right there too.
#include "../harness.h"

static void alpha(void) {
    int listener = listening(0, 0);
    int words[2];
    char line[128] = "";
    if (pipe(words) != 0) {
        bail_out("pipe");
    }
    pid_t worker = fork();
    if (worker == 0) {
        const char *peer;
        int fd = accept_from(listener, &peer);
        int length = snprintf(line, sizeof line, "%s %s %s", peer, peer_of(fd), own_of(fd));
        _exit(write(words[1], line, (size_t)length) == length ? 0 : 1);
    }
    int fd = dial(node(ALPHA), port_of(listener));
    same(wait_for(worker), 0, "a worker accepts");
    (void)!read(words[0], line, sizeof line - 1);
    const char *ours = node_at(ALPHA, port_of(fd));
    same_text(line, text("%s %s %s", ours, ours, node_at(ALPHA, port_of(listener))), "and sees both ends");

    pid_t client = fork();
    if (client == 0) {
        _exit(dial(node(ALPHA), port_of(listener)) >= 0 && dial(INADDR_LOOPBACK, port_of(listener)) >= 0 ? 0 : 1);
    }
    same(wait_for(client), 0, "a worker connects");
}

PARTS({"alpha", alpha})
