// SPDX-License-Identifier: Apache-2.0
// Waiting with an end: signals interrupt it, but do not put off the end.
#include "shim.h"
#include <errno.h>
#include <poll.h>
#include <time.h>

long bx_now_millis(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int bx_await(int fd, short events, long deadline) {
    for (;;) {
        struct pollfd wait = {.fd = fd, .events = events};
        long left = deadline - bx_now_millis();
        if (left <= 0) {
            return ETIMEDOUT;
        }
        int ready = poll(&wait, 1, (int)left);
        if (ready > 0) {
            return 0;
        }
        if (ready < 0 && errno != EINTR) {
            return errno;
        }
    }
}
