// SPDX-License-Identifier: Apache-2.0
#include "proxy.h"
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#define BYTES (64 * 1024)

// One direction.
struct way {
    int from, to;
    size_t begin, end; // of what was read and not written yet
    bool ended;        // nothing more comes
    bool passed_on;    // and `to` has been told so
    char bytes[BYTES];
};

void bx_reset(int fd) {
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close(fd);
}

static bool is_to_wait(ssize_t result) { return result < 0 && (errno == EAGAIN || errno == EINTR); }

// False: an end is broken
static bool advance(struct way *way) {
    if (way->begin == way->end && !way->ended) {
        ssize_t got = recv(way->from, way->bytes, sizeof way->bytes, MSG_DONTWAIT);
        if (got < 0) {
            return is_to_wait(got);
        }
        way->begin = 0;
        way->end = (size_t)got;
        way->ended = got == 0;
    }
    if (way->begin < way->end) {
        ssize_t sent = send(way->to, way->bytes + way->begin, way->end - way->begin, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0) {
            return is_to_wait(sent);
        }
        way->begin += (size_t)sent;
    }
    if (way->ended && !way->passed_on) {
        way->passed_on = true;
        (void)shutdown(way->to, SHUT_WR);
    }
    return true;
}

// What is waited for at the end that `in` comes from and `out` goes to. If nothing is, its errors are told all the same; but not when it
// has been told of the end, for it might then have hung up, which is told again and again.
static struct pollfd wait_at(const struct way *in, const struct way *out) {
    short events = (short)((in->begin == in->end && !in->ended ? POLLIN : 0) | (out->begin < out->end ? POLLOUT : 0));
    return (struct pollfd){.fd = events == 0 && out->passed_on ? -1 : in->from, .events = events};
}

// Not its bytes: memory that nothing has gone through is not taken.
static void begin(struct way *way, int from, int to) {
    way->from = from;
    way->to = to;
    way->begin = way->end = 0;
    way->ended = way->passed_on = false;
}

void bx_pump(int one, int other) {
    struct way ways[2];
    begin(&ways[0], one, other);
    begin(&ways[1], other, one);
    bool whole = true;
    while (whole && !(ways[0].passed_on && ways[1].passed_on)) {
        struct pollfd wait[] = {wait_at(&ways[0], &ways[1]), wait_at(&ways[1], &ways[0])};
        if (poll(wait, 2, -1) < 0 && errno != EINTR) {
            whole = false;
        }
        whole = whole && ((wait[0].revents | wait[1].revents) & POLLERR) == 0 && advance(&ways[0]) && advance(&ways[1]);
    }
    if (whole) {
        close(one);
        close(other);
    } else {
        bx_reset(one);
        bx_reset(other);
    }
}
