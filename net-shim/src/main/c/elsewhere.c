// SPDX-License-Identifier: Apache-2.0
// connect() to a node of another host: on the program's own socket, after the plan of the supervisor.
//
// A plan says which local port to take, whom to dial, what to send first and what must come back. What comes back proves that
// the other end is the node that was meant; not one byte of the program's goes out before. A plan that fails is followed by
// the next one (another path) until the supervisor has none. The call blocks until the connection stands or fails, also on a
// non-blocking socket: one that has failed fails at once, with the kernel's own error. One that stands is in progress, as after
// any non-blocking connect(), and the kernel tells the rest by itself: it can be written to, SO_ERROR is 0, the next connect() is
// 0 and those after it EISCONN. There are programs that count on each of these.
#include "next.h"
#include "shim.h"
#include "wire.h"
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/time.h>

#define ATTEMPTS 3
#define ATTEMPT_MILLIS 3000
#define REFUSED_MILLIS 300
#define NAT_IDLE_SECONDS 60 // some NATs forget a connection that has been silent for 350 s

static int socket_error(int fd) {
    int error = 0;
    socklen_t size = sizeof error;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

// Takes the local port of the plan. One that the socket has already stays: it has failed before, and the supervisor knows.
static int take_port(int fd, bool v6, struct bx_endpoint local) {
    int on = 1;
    int off = 0;
    struct sockaddr_storage address;
    socklen_t size = bx_write(&address, v6, local);
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &off, sizeof off);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &off, sizeof off); // it would say "connected" before it has tried
    return BX_NEXT(bind)(fd, (struct sockaddr *)&address, size) == 0 || errno == EINVAL ? 0 : errno;
}

// The kernel's connect, bounded on a blocking socket too.
static int dial(int fd, bool v6, struct bx_endpoint peer, long deadline) {
    struct sockaddr_storage address;
    socklen_t size = bx_write(&address, v6, peer);
    struct timeval before = {0, 0};
    socklen_t before_size = sizeof before;
    struct timeval limit = {.tv_sec = ATTEMPT_MILLIS / 1000, .tv_usec = 0};
    getsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &before, &before_size);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    int error = BX_NEXT(connect)(fd, (struct sockaddr *)&address, size) == 0 ? 0 : errno;
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &before, sizeof before);
    if (error == EINPROGRESS || error == EINTR) {
        error = bx_await(fd, POLLOUT, deadline);
        if (error == 0) {
            error = socket_error(fd);
        }
    }
    return error;
}

// Sends ours, and reads theirs to the last byte and no further: the program's bytes may follow.
static int prove(int fd, const struct bx_plan *plan, long deadline) {
    unsigned char proof[BX_TEXT_BYTES];
    size_t got = 0;
    if (BX_NEXT(send)(fd, plan->hello, plan->hello_bytes, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)plan->hello_bytes) {
        return ECONNRESET;
    }
    while (got < plan->expect_bytes) {
        int error = bx_await(fd, POLLIN, deadline);
        if (error != 0) {
            return error;
        }
        ssize_t more = BX_NEXT(recv)(fd, proof + got, plan->expect_bytes - got, MSG_DONTWAIT);
        if (more == 0) {
            return ECONNREFUSED; // the other end knows this connection and does not want it
        }
        if (more < 0 && errno != EINTR && errno != EAGAIN) {
            return errno;
        }
        got += more > 0 ? (size_t)more : 0;
    }
    return memcmp(proof, plan->expect, plan->expect_bytes) == 0 ? 0 : EHOSTUNREACH;
}

// Back to an unconnected socket, the registrations of epoll included.
static void undo(int fd) {
    struct sockaddr nothing = {.sa_family = AF_UNSPEC};
    (void)BX_NEXT(connect)(fd, &nothing, sizeof nothing);
}

static void keep_alive(int fd) {
    int on = 1;
    int idle = NAT_IDLE_SECONDS;
    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
}

// A NAT, or a host without one, may answer our packets with a reset until the other end's own have opened the way; both ends
// dial again and again, so soon one of them gets through.
static int dial_until_open(int fd, bool v6, const struct bx_plan *plan, long deadline) {
    int pause = 1;
    int error = dial(fd, v6, plan->peer, deadline);
    for (long end = bx_now_millis() + REFUSED_MILLIS; error == ECONNREFUSED && bx_now_millis() < end; pause *= 2) {
        poll(NULL, 0, pause);
        undo(fd); // else the kernel's next connect() ends the one that was refused, on a non-blocking socket
        error = dial(fd, v6, plan->peer, deadline);
    }
    return error;
}

static int follow(int fd, bool v6, const struct bx_plan *plan) {
    long deadline = bx_now_millis() + ATTEMPT_MILLIS;
    int error = take_port(fd, v6, plan->local);
    if (error == 0) {
        error = dial_until_open(fd, v6, plan, deadline);
    }
    if (error == 0) {
        error = prove(fd, plan, deadline);
        if (error == 0) {
            keep_alive(fd);
            return 0;
        }
    }
    if (error != EALREADY && error != EISCONN && error != EBADF && error != ENOTSOCK) {
        undo(fd);
    }
    return error;
}

static bool is_connected(int fd) {
    struct sockaddr_storage peer;
    socklen_t size = sizeof peer;
    return BX_NEXT(getpeername)(fd, (struct sockaddr *)&peer, &size) == 0;
}

// What the program is told of a connection that stands.
static int tell(int fd, bool v6, struct bx_endpoint peer) {
    if ((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0) {
        errno = EINPROGRESS;
        return -1;
    }
    // a signal may have interrupted the kernel's call: this one is told that it has succeeded, no later one
    struct sockaddr_storage address;
    socklen_t size = bx_write(&address, v6, peer);
    (void)BX_NEXT(connect)(fd, (struct sockaddr *)&address, size);
    return 0;
}

int bx_connect_elsewhere(int fd, bool v6, struct bx_endpoint to) {
    int error = EHOSTUNREACH;
    uint64_t cookie = 0;
    socklen_t size = sizeof cookie;
    if (is_connected(fd)) {
        return BX_UNCHANGED; // the kernel knows whether it has told; the address means nothing to it
    }
    getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &size);
    for (uint8_t attempt = 0; attempt < ATTEMPTS; attempt++) {
        struct bx_request question = {
            .verb = BX_VERB_CONNECT, .side = attempt, .address = to.ip, .port = to.port, .cookie = cookie};
        struct bx_answer answer;
        struct bx_plan plan;
        if (bx_ask(&question, &answer) != 0) {
            error = ENETUNREACH;
            break;
        }
        if (answer.error != 0) {
            error = answer.error;
            break;
        }
        if (bx_decode_plan(&answer, &plan) != 0) {
            error = EPROTO;
            break;
        }
        error = follow(fd, v6, &plan);
        if (error == 0) {
            return tell(fd, v6, plan.peer);
        }
    }
    errno = error;
    return -1;
}
