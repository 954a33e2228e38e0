// SPDX-License-Identifier: Apache-2.0
// The threads that serve the calls of a program. One leads: it waits for the next call, leaves the lead to another and makes
// the call itself, which may take as long as an accept() takes. So nothing waits behind a call that blocks.
#include "call.h"
#include "dns.h"
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>

#define MOST_THREADS 4096 // calls that block at the same time
#define MOST_IDLE 3
#define STACK_BYTES (256 * 1024)
#define SET_FLAGS SECCOMP_IOW(4, __u64) // SECCOMP_IOCTL_NOTIF_SET_FLAGS, kernels from 6.6
#define WAKE_ON_THIS_PROCESSOR 1UL      // SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP

static int notifications;
static pthread_mutex_t lead = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t counts = PTHREAD_MUTEX_INITIALIZER;
static int threads;
static int idle; // of the threads: not making a call

// The next call, watched before anybody else leads. False: nobody is left who could make one.
static bool receive(struct bx_call *call) {
    for (;;) {
        struct pollfd wait = {.fd = notifications, .events = POLLIN};
        int ready = poll(&wait, 1, bx_watch());
        if (ready > 0 && (wait.revents & POLLIN) == 0) {
            return false;
        }
        memset(&call->told, 0, sizeof call->told);
        if (ready > 0 && ioctl(notifications, SECCOMP_IOCTL_NOTIF_RECV, &call->told) == 0) {
            bx_watch_begin(call);
            pthread_mutex_lock(&counts);
            idle--;
            pthread_mutex_unlock(&counts);
            return true;
        }
    }
}

static void *work(void *unused);

// With the counts locked.
static void start_another(void) {
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (threads < MOST_THREADS && pthread_create(&thread, &attributes, work, NULL) == 0) {
        threads++;
        idle++;
    }
    pthread_attr_destroy(&attributes);
}

static void *work(void *unused) {
    struct bx_call call;
    bool enough = false;
    while (!enough) {
        pthread_mutex_lock(&lead);
        bool received = receive(&call);
        pthread_mutex_unlock(&lead);
        if (!received) {
            break;
        }
        pthread_mutex_lock(&counts);
        if (idle == 0) {
            start_another();
        }
        pthread_mutex_unlock(&counts);
        bx_make(notifications, &call);
        bx_watch_end(&call);
        pthread_mutex_lock(&counts);
        enough = idle >= MOST_IDLE;
        idle += !enough;
        threads -= enough;
        pthread_mutex_unlock(&counts);
    }
    return unused;
}

int bx_serve(int from, bool names) {
    sigset_t all;
    sigset_t before;
    notifications = from;
    bx_watch_prepare(notifications);
    (void)ioctl(notifications, SET_FLAGS, WAKE_ON_THIS_PROCESSOR);
    sigfillset(&all);
    sigdelset(&all, SIGRTMIN); // watch.c
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_mutex_lock(&counts);
    start_another();
    int started = threads;
    pthread_mutex_unlock(&counts);
    if (names) {
        (void)bx_dns_start(); // without it programs that resolve by themselves have no names
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started == 1 ? 0 : EAGAIN;
}
