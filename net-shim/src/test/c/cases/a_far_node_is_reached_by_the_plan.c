// SPDX-License-Identifier: Apache-2.0
// connect() to a node of another host: the program's own socket is connected as the supervisor says, and whoever is there has to
// prove that it is meant. The stranger plays that node.
#include "../harness.h"

static void stranger(void) {
    int listener = listening(0, 0);
    say(TALK, "%d", port_of(listener));
    for (const char *what = hear(TALK); *what != '\0'; what = hear(TALK)) {
        char hello[6] = "";
        int fd = accept_from(listener, NULL);
        recv(fd, hello, 5, MSG_WAITALL);
        if (strcmp(what, "welcomes") == 0) {
            send(fd, "WELCOMEapp", 10, MSG_NOSIGNAL);
        } else if (strcmp(what, "lies") == 0) {
            send(fd, "WELCOMF", 7, MSG_NOSIGNAL);
        } else if (strcmp(what, "closes") == 0) {
            close(fd);
        }
        say(TALK, "%s", hello);
    }
}

static struct child far;
static int far_port;

static struct sockaddr_in far_node(int last) {
    return v4(10u << 24 | (uint32_t)overlay() << 16 | 202 << 8 | (uint32_t)last, far_port);
}

static int dial_far(int fd, int last, const char *what) {
    struct sockaddr_in to = far_node(last);
    say(far.talk, "%s", what);
    return connect(fd, (struct sockaddr *)&to, sizeof to);
}

static void reads_app(int fd) {
    char got[8] = "";
    wait_until(fd, POLLIN);
    ok(recv(fd, got, sizeof got, 0) == 3 && strcmp(got, "app") == 0, "the peer's bytes follow its proof: %s", got);
    same_text(hear(far.talk), "HELLO", "it got our hello");
}

static void blocking(void) {
    int fd = stream(AF_INET);
    struct timeval limit = {.tv_sec = 77};
    struct timeval kept;
    socklen_t size = sizeof kept;
    int on = 0;
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    same(dial_far(fd, 1, "welcomes"), 0, "blocking");
    getsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &kept, &size);
    same(kept.tv_sec, 77, "its SO_SNDTIMEO is what it was");
    size = sizeof on;
    getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, &size);
    same(on, 1, "it is kept alive");
    struct sockaddr_in again = far_node(1);
    fails(connect(fd, (struct sockaddr *)&again, sizeof again), EISCONN, "connect() again");
    if (strncmp(peer_of(fd), "127.", 4) == 0) {
        skip("names of both ends", "this host has no address but the loopback's");
    } else {
        same_text(own_of(fd), node_at(ALPHA, 4711), "our end, as the supervisor says");
        same_text(peer_of(fd), text("10.%d.202.1:%d", overlay(), far_port), "its end");
    }
    reads_app(fd);
}

static void by_other_means(void) {
    struct sockaddr_in6 to = v4_in_v6(ntohl(far_node(1).sin_addr.s_addr), far_port);
    say(far.talk, "welcomes");
    int fd = stream(AF_INET6);
    same(connect(fd, (struct sockaddr *)&to, sizeof to), 0, "by an IPv6 socket");
    reads_app(fd);

    int on = 1;
    fd = stream(AF_INET);
    setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &on, sizeof on);
    same(dial_far(fd, 1, "welcomes"), 0, "with TCP_FASTOPEN_CONNECT");
    reads_app(fd);
}

static void refused(void) {
    int fd = stream(AF_INET);
    fails(dial_far(fd, 2, "lies"), ETIMEDOUT, "a wrong proof; the next path's error");
    hear(far.talk);
    fails(dial_far(fd, 2, "closes"), ETIMEDOUT, "it does not want us; the next path's error");
    hear(far.talk);
    same(dial_far(fd, 3, "welcomes"), 0, "a path on which nobody is; the next one leads there");
    reads_app(fd);
    fd = stream(AF_INET);
    fails(dial_far(fd, 2, "lies"), ETIMEDOUT, "a wrong proof");
    hear(far.talk);
}

static void alpha(void) {
    far = start("stranger", "stranger", NULL);
    far_port = atoi(hear(far.talk));
    blocking();
    by_other_means();
    refused();
    finish(&far);
}

PARTS({"alpha", alpha}, {"stranger", stranger})
