// SPDX-License-Identifier: Apache-2.0
#include "measure.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#define PARTS 51

static int ascending(const void *one, const void *other) {
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

// The median of many parts: who is interrupted in one of them is not measured.
#define MEASURE(call)                                                                                                      \
    do {                                                                                                                   \
        double nanos[PARTS];                                                                                               \
        for (int part = 0; part < PARTS; part++) {                                                                         \
            int64_t start = now_nanos();                                                                                   \
            for (long i = 0; i < count / PARTS; i++)                                                                       \
                if ((call) < 0)                                                                                            \
                    return failed(#call);                                                                                  \
            nanos[part] = (double)(now_nanos() - start) / (double)(count / PARTS);                                         \
        }                                                                                                                  \
        qsort(nanos, PARTS, sizeof *nanos, ascending);                                                                     \
        printf("%.3f\n", nanos[PARTS / 2]);                                                                                \
    } while (0)

int measure_calls(long count) {
    int null = open("/dev/null", O_WRONLY);
    int zero = open("/dev/zero", O_RDONLY);
    int epoll = epoll_create1(0);
    if (null < 0 || zero < 0 || epoll < 0)
        return failed("open");
    char byte = 0;
    struct epoll_event event;
    MEASURE(getpid());
    MEASURE(write(null, &byte, 1));
    MEASURE(read(zero, &byte, 1));
    MEASURE(epoll_wait(epoll, &event, 1, 0));
    return 0;
}
