// SPDX-License-Identifier: Apache-2.0
// A call of a program while we make it.
#ifndef BOXER_CALL_H
#define BOXER_CALL_H

#include "filter.h"
#include <pthread.h>
#include <sys/ioctl.h>

struct bx_call {
    struct seccomp_notif told;
    // watch.c's own
    pthread_t thread;
    enum { BX_WANTED, BX_CALLER_GONE, BX_CALLER_SIGNALLED } state;
    int answer;          // of BX_CALLER_SIGNALLED: EINTR or BX_RESTART
    long look_at, pause; // when to look after it, and how long then until the next time
    struct bx_call *before, *next;
};

// watch.c. A call that blocks is looked after: if its caller is gone, or has got a signal, the thread that makes it is interrupted.
// The kernel does not tell us of either.
void bx_watch_prepare(int notifications);
void bx_watch_begin(struct bx_call *call); // by the thread that makes it
void bx_watch_end(struct bx_call *call);
int bx_watch(void); // looks after all; how long until the next look is due, in milliseconds; -1: no call is being made
bool bx_is_wanted(const struct bx_call *call);
// Nobody interrupts the thread that calls this until it does so again, with false.
void bx_watch_hold(bool hold);
// A call that has failed with EINTR, on this descriptor: whether it was we who interrupted it; then what its caller is to be told,
// 0: it is gone.
bool bx_was_interrupted(struct bx_call *call, int fd, int *error);

// make.c. Makes it and tells its caller the result.
void bx_make(int notifications, struct bx_call *call);

#endif
