// SPDX-License-Identifier: Apache-2.0
// A program that does not look at what connect() returned, or takes 0 for impossible, waits for the event. It is the kernel's
// answer to a non-blocking connect() that counts: EINPROGRESS, then POLLOUT with SO_ERROR 0, then 0 for the next connect(), then
// EISCONN. The stranger plays the far node: it says HELLO's answer and three bytes of the program's.
#include "../harness.h"
#include <fcntl.h>
#include <sys/epoll.h>

static void welcome(int fd) {
    char hello[6] = "";
    recv(fd, hello, 5, MSG_WAITALL);
    send(fd, "WELCOMEapp", 10, MSG_NOSIGNAL);
}

// "soon": only a moment later somebody listens at the port, whom a NAT may have kept away so long.
static void stranger(void) {
    struct sockaddr_in any = v4(0, 0);
    int now = listening(0, 0);
    int later = stream(AF_INET);
    bind(later, (struct sockaddr *)&any, sizeof any);
    say(TALK, "%d", port_of(now));
    say(TALK, "%d", port_of(later));
    for (const char *when = hear(TALK); *when != '\0'; when = hear(TALK)) {
        bool soon = strcmp(when, "soon") == 0;
        if (soon) {
            poll(NULL, 0, 40);
            listen(later, 8);
        }
        int fd = accept_from(soon ? later : now, NULL);
        welcome(fd);
        say(TALK, "%d", fd);
        if (strcmp(when, "resets") == 0) {
            struct linger reset = {1, 0};
            hear(TALK);
            setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
            close(fd);
            say(TALK, "reset");
        }
    }
}

static struct child far;
static int now_port;
static int later_port;

static struct sockaddr_in far_node(int port) { return v4(10u << 24 | (uint32_t)overlay() << 16 | 202 << 8 | 4, port); }

static int begin(int fd, int port, const char *when) {
    struct sockaddr_in to = far_node(port);
    say(far.talk, "%s", when);
    int result = connect(fd, (struct sockaddr *)&to, sizeof to);
    int error = errno;
    hear(far.talk);
    errno = error;
    return result;
}

static int again(int fd) {
    struct sockaddr_in to = far_node(now_port);
    return connect(fd, (struct sockaddr *)&to, sizeof to);
}

static int waiting(int family) { return socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }

static void reads_app(int fd) {
    char got[8] = "";
    wait_until(fd, POLLIN);
    ok(recv(fd, got, sizeof got, 0) == 3 && strcmp(got, "app") == 0, "the peer's bytes follow its proof: %s", got);
    close(fd);
}

static void is_as_after_any(int fd, const char *what) {
    int error = -1;
    socklen_t size = sizeof error;
    same(wait_until(fd, POLLOUT), POLLOUT, text("%s: POLLOUT and nothing else", what));
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    same(error, 0, "SO_ERROR");
    same(again(fd), 0, "the next connect(): done");
    fails(again(fd), EISCONN, "then");
    ok((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0, "it is still non-blocking");
    reads_app(fd);
}

static void both_families(void) {
    struct sockaddr_in6 to = v4_in_v6(ntohl(far_node(0).sin_addr.s_addr), now_port);
    int fd = waiting(AF_INET);
    fails(begin(fd, now_port, "now"), EINPROGRESS, "non-blocking");
    is_as_after_any(fd, "IPv4");

    fd = waiting(AF_INET6);
    say(far.talk, "now");
    fails(connect(fd, (struct sockaddr *)&to, sizeof to), EINPROGRESS, "non-blocking, IPv6");
    hear(far.talk);
    same(connect(fd, (struct sockaddr *)&to, sizeof to), 0, "the next connect(): done");
    fails(connect(fd, (struct sockaddr *)&to, sizeof to), EISCONN, "then");
    reads_app(fd);

    int on = 1;
    fd = waiting(AF_INET);
    setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &on, sizeof on);
    fails(begin(fd, now_port, "now"), EINPROGRESS, "with TCP_FASTOPEN_CONNECT");
    is_as_after_any(fd, "then");
}

// The first event that is not of a socket which is no connection yet.
static uint32_t event_of(int queue) {
    struct epoll_event event = {.events = 0};
    int count;
    do {
        count = epoll_wait(queue, &event, 1, PATIENCE_MILLIS);
    } while (count < 0 && errno == EINTR);
    return count == 1 ? event.events : 0;
}

static void edge(bool before, uint32_t wanted) {
    int queue = epoll_create1(EPOLL_CLOEXEC);
    int fd = waiting(AF_INET);
    struct epoll_event event = {.events = wanted | EPOLLET};
    if (before) {
        epoll_ctl(queue, EPOLL_CTL_ADD, fd, &event);
        (void)event_of(queue); // it is no connection: the edge is used up
    }
    fails(begin(fd, now_port, "now"), EINPROGRESS, before ? "registered before, by edge" : "registered after, by edge");
    if (!before) {
        epoll_ctl(queue, EPOLL_CTL_ADD, fd, &event);
    }
    uint32_t events = event_of(queue);
    ok((events & EPOLLOUT) != 0 && (events & (EPOLLERR | EPOLLHUP)) == 0, "its edge: %x", (unsigned)events);
    close(queue);
    reads_app(fd);
}

static void refused_at_first(void) {
    int fd = waiting(AF_INET);
    fails(begin(fd, later_port, "soon"), EINPROGRESS, "refused, until the other end is there");
    is_as_after_any(fd, "then");
}

static void reset_meanwhile(void) {
    int fd = waiting(AF_INET);
    fails(begin(fd, now_port, "resets"), EINPROGRESS, "non-blocking");
    say(far.talk, "now");
    hear(far.talk);
    ok((wait_until(fd, POLLERR) & POLLERR) != 0, "it is reset: POLLERR");
    int error = -1;
    socklen_t size = sizeof error;
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    same(error, ECONNRESET, "SO_ERROR");
    close(fd);
}

static void alpha(void) {
    far = start("stranger", "stranger", NULL);
    now_port = atoi(hear(far.talk));
    later_port = atoi(hear(far.talk));
    both_families();
    edge(true, EPOLLIN | EPOLLOUT);
    edge(true, EPOLLOUT);
    edge(false, EPOLLIN | EPOLLOUT);
    refused_at_first();
    reset_meanwhile();
    finish(&far);
}

PARTS({"alpha", alpha}, {"stranger", stranger})
