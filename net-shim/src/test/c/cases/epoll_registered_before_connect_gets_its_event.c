// SPDX-License-Identifier: Apache-2.0
// As nginx does for upstreams: EPOLLIN | EPOLLOUT | EPOLLET first, then connect.
#include "../harness.h"
#include <sys/epoll.h>

static uint32_t next_event(int queue, int patience) {
    struct epoll_event event = {.events = 0};
    int count;
    do {
        count = epoll_wait(queue, &event, 1, patience);
    } while (count < 0 && errno == EINTR);
    return count == 1 ? event.events : 0;
}

static int registered(int queue) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET | EPOLLRDHUP, .data.fd = fd};
    epoll_ctl(queue, EPOLL_CTL_ADD, fd, &event);
    ok((next_event(queue, 0) & EPOLLHUP) != 0, "before connect: the socket is closed");
    return fd;
}

static void reaches(uint32_t ip, int listener) {
    int queue = epoll_create1(EPOLL_CLOEXEC);
    int fd = registered(queue);
    struct sockaddr_in to = v4(ip, port_of(listener));
    int result = connect(fd, (struct sockaddr *)&to, sizeof to);
    ok(result == 0 || errno == EINPROGRESS, "connect");
    uint32_t events = next_event(queue, PATIENCE_MILLIS);
    ok((events & EPOLLOUT) != 0 && (events & (EPOLLERR | EPOLLHUP)) == 0, "an edge: it can be written to");
    int other = accept_from(listener, NULL);
    send(other, "x", 1, 0);
    ok((next_event(queue, PATIENCE_MILLIS) & EPOLLIN) != 0, "an edge: it can be read");
    close(fd);
    close(other);
    close(queue);
}

static void alpha(void) {
    int listener = listening(0, 0);
    reaches(node(ALPHA), listener);
    reaches(INADDR_LOOPBACK, listener);
    int queue = epoll_create1(EPOLL_CLOEXEC);
    int fd = registered(queue);
    struct sockaddr_in to = v4(node(NOBODY), 7000);
    (void)connect(fd, (struct sockaddr *)&to, sizeof to);
    ok((next_event(queue, PATIENCE_MILLIS) & EPOLLERR) != 0, "an edge: it is refused");
}

PARTS({"alpha", alpha})
