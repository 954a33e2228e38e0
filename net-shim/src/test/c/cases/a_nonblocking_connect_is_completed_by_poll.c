// SPDX-License-Identifier: Apache-2.0
#include "../harness.h"

static void beta(void) {
    int listener = listening(0, 0);
    say(TALK, "%d", port_of(listener));
    int fd = accept_from(listener, NULL);
    send(fd, "hello", 5, 0);
    hear(TALK);
}

static void alpha(void) {
    struct child other = start("beta", "beta", NULL);
    struct sockaddr_in to = v4(node(BETA), atoi(hear(other.talk)));
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int result = connect(fd, (struct sockaddr *)&to, sizeof to);
    ok(result == 0 || errno == EINPROGRESS, "connect() says that it is in progress, or done");
    ok((wait_until(fd, POLLOUT) & POLLOUT) != 0, "poll() says that it can be written to");
    int error = -1;
    socklen_t size = sizeof error;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    same(error, 0, "SO_ERROR");
    char got[8] = "";
    wait_until(fd, POLLIN);
    same(recv(fd, got, sizeof got, 0), 5, "what the peer sent arrives");
    close(fd);
    same(finish(&other), 0, "the peer is content");
}

PARTS({"alpha", alpha}, {"beta", beta})
