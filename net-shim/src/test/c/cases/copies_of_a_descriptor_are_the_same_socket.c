// SPDX-License-Identifier: Apache-2.0
#include "../harness.h"
#include <fcntl.h>

static void alpha(void) {
    int listener = listening(0, 0);
    int second = dup(listener);
    close(listener);
    int fd = dial(node(ALPHA), port_of(second));
    int other = accept_from(second, NULL);
    const char *own = own_of(fd);
    same_text(own_of(dup(fd)), own, "dup");
    same_text(own_of(dup2(fd, 200)), own, "dup2");
    same_text(own_of(fcntl(fd, F_DUPFD_CLOEXEC, 300)), own, "F_DUPFD_CLOEXEC");
    close(fd);
    ok(echoes(200, other), "bytes pass through the copy");

    int reused = dial(node(ALPHA), port_of(second)); // under a number that was another socket
    dup2(reused, 200);
    same_text(own_of(200), own_of(reused), "dup2 over another connection");
    int plain = stream(AF_INET);
    dup2(plain, 200);
    same_text(own_of(200), "0.0.0.0:0", "dup2 of a new socket over it");
    struct sockaddr_in any = v4(0, 0);
    int bound = stream(AF_INET);
    int copy = dup(bound);
    bind(bound, (struct sockaddr *)&any, sizeof any);
    listen(copy, 1);
    same_text(own_of(bound), own_of(copy), "bind to one, listen on its copy");
}

PARTS({"alpha", alpha})
