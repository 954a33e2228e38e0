// SPDX-License-Identifier: Apache-2.0
// A program that has no descriptor free gets EMFILE from accept(), and the connection with a later one: the kernel leaves it in the
// queue, and whoever waits at the listener is told of it again.
#include "../harness.h"
#include <fcntl.h>
#include <netdb.h>
#include <sys/epoll.h>
#include <sys/resource.h>

#define CALLERS 5

static void beta(void) {
    struct sockaddr_in to = v4(node(ALPHA), atoi(argument(0)));
    for (int i = 0; i < CALLERS; i++) {
        char number = (char)('0' + i);
        int fd = stream(AF_INET);
        if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0 || send(fd, &number, 1, MSG_NOSIGNAL) != 1) {
            bail_out("connect and send");
        }
        say(TALK, "%s", own_of(fd));
    }
    hear(TALK);
}

static void limit(rlim_t most) {
    struct rlimit both = {.rlim_cur = most, .rlim_max = 1024};
    if (setrlimit(RLIMIT_NOFILE, &both) != 0) {
        bail_out("setrlimit");
    }
}

// No descriptor is free.
static void fill(void) {
    limit(64);
    while (dup(STDERR_FILENO) >= 0) {
    }
}

static void no_room_for_neighbours(int listener, int queue) {
    struct child other = start("beta", "beta", text("%d", port_of(listener)));
    const char *callers[CALLERS];
    char seen[CALLERS + 1] = "";
    int right = 0;
    struct epoll_event event;
    for (int i = 0; i < CALLERS; i++) {
        callers[i] = text("%s", hear(other.talk));
    }
    fill();
    same(epoll_wait(queue, &event, 1, PATIENCE_MILLIS), 1, "somebody is there");
    for (int i = 0; i < 3 * CALLERS; i++) {
        if (i % CALLERS == 0) {
            fails(accept(listener, NULL, NULL), EMFILE, "no room");
        } else {
            right += accept(listener, NULL, NULL) == -1 && errno == EMFILE;
        }
    }
    same(right, 3 * CALLERS - 3, "each time");
    same(wait_until(listener, POLLIN), POLLIN, "they are still there, poll()");
    same(epoll_wait(queue, &event, 1, PATIENCE_MILLIS), 1, "they are still there, epoll");
    limit(512);
    for (int i = 0; i < CALLERS; i++) {
        const char *peer;
        char number = '?';
        wait_until(listener, POLLIN);
        int fd = accept_from(listener, &peer);
        recv(fd, &number, 1, MSG_WAITALL);
        bool known = number >= '0' && number < '0' + CALLERS;
        ok(known && strcmp(peer, callers[number - '0']) == 0 && strcmp(peer_of(fd), peer) == 0, "%s has sent %c", peer, number);
        ok((fcntl(fd, F_GETFL) & O_NONBLOCK) == 0 && strcmp(own_of(fd), node_at(ALPHA, port_of(listener))) == 0, "a socket as any");
        seen[i] = number;
    }
    int each = 0;
    for (int i = 0; i < CALLERS; i++) {
        each += memchr(seen, '0' + i, CALLERS) != NULL;
    }
    same(each, CALLERS, "each once");
    fails(accept(listener, NULL, NULL), EAGAIN, "and nobody else");
    finish(&other);
}

static void no_room_for_others(int listener) {
    const char *peer;
    char got[8] = "";
    if (gethostbyname(text("ring-%d", port_of(listener))) == NULL) {
        wait_until(listener, POLLIN);
        fill();
        fails(accept(listener, NULL, NULL), EMFILE, "no room for a node of another host");
        limit(512);
        wait_until(listener, POLLIN);
        int fd = accept_from(listener, &peer);
        same_text(peer, text("10.%d.201.9:555", overlay()), "then it is there");
        ok(recv(fd, got, 4, MSG_WAITALL) == 4 && strcmp(got, "afar") == 0, "with what it has sent");
    }
}

static void alpha(void) {
    if (under_valgrind()) {
        skip("no room", "valgrind has its own limit of descriptors, which cannot be raised again");
        return;
    }
    int listener = listening(0, 0);
    int queue = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN};
    fcntl(listener, F_SETFL, O_NONBLOCK);
    epoll_ctl(queue, EPOLL_CTL_ADD, listener, &event);
    no_room_for_neighbours(listener, queue);
    no_room_for_others(listener);
}

PARTS({"alpha", alpha}, {"beta", beta})
