// SPDX-License-Identifier: Apache-2.0
#include "../harness.h"

// A port that is bound, but where nobody listens, stays free of others while we try it.
static int port_of_nobody(void) {
    struct sockaddr_in at = v4(node(ALPHA), 0);
    int fd = stream(AF_INET);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0) {
        bail_out("bind");
    }
    return port_of(fd);
}

static void alpha(void) {
    int port = port_of_nobody();
    fails(dial(node(ALPHA), port), ECONNREFUSED, "a blocking connect");
    fails(dial(node(NOBODY), 7000), ECONNREFUSED, "a blocking connect to an address that no node has");

    struct sockaddr_in to = v4(node(ALPHA), port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int result = connect(fd, (struct sockaddr *)&to, sizeof to);
    int error = errno;
    if (result == -1 && error == EINPROGRESS) {
        socklen_t size = sizeof error;
        wait_until(fd, POLLOUT);
        getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    }
    same(error, ECONNREFUSED, "a non-blocking connect says so by SO_ERROR, or at once");
    close(fd);
}

PARTS({"alpha", alpha})
