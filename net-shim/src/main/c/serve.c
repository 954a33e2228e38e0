// SPDX-License-Identifier: Apache-2.0
// The threads that serve the calls of a program. One leads: it waits for the next call, leaves the lead to another and makes
// the call itself, which may take as long as an accept() takes. So nothing waits behind a call that blocks.
//
// A call that blocks is looked after by whoever leads: if its caller is gone, or has got a signal, the thread that makes it is
// interrupted. The kernel does not tell us of either.
#include "dns.h"
#include "filter.h"
#include "shim.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#define MOST_THREADS 4096 // calls that block at the same time
#define MOST_IDLE 3
#define STACK_BYTES (128 * 1024)
#define FIRST_LOOK_MILLIS 20
#define LAST_LOOK_MILLIS 250
#define INTERRUPT SIGRTMIN

#ifndef SECCOMP_ADDFD_FLAG_SEND
#define SECCOMP_ADDFD_FLAG_SEND (1UL << 1)
#endif
#define SET_FLAGS SECCOMP_IOW(4, __u64) // SECCOMP_IOCTL_NOTIF_SET_FLAGS, kernels from 6.6
#define WAKE_ON_THIS_PROCESSOR 1UL      // SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP

struct job {
    struct seccomp_notif notification;
    pthread_t thread;
    enum { UNTOLD, GONE, SIGNALLED } told; // why it is interrupted
    int answer;                            // of SIGNALLED
    long look_at, pause;                   // when to look after it, and how long then until the next time
    struct job *before, *next;
};

static int notifications;
static pthread_mutex_t lead = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER; // of jobs, and both counts
static struct job *jobs;
static int threads;
static int idle; // of the threads: not making a call

static bool is_valid(uint64_t id) { return ioctl(notifications, SECCOMP_IOCTL_NOTIF_ID_VALID, &id) == 0; }

static void begin(struct job *job) {
    job->thread = pthread_self();
    job->told = UNTOLD;
    job->pause = FIRST_LOOK_MILLIS;
    job->look_at = bx_now_millis() + job->pause;
    job->before = NULL;
    job->next = jobs;
    if (jobs != NULL) {
        jobs->before = job;
    }
    jobs = job;
}

static void end(struct job *job) {
    if (job->next != NULL) {
        job->next->before = job->before;
    }
    *(job->before == NULL ? &jobs : &job->before->next) = job->next;
}

static void look_after(struct job *job) {
    if (job->told == UNTOLD && !is_valid(job->notification.id)) {
        job->told = GONE;
    } else if (job->told == UNTOLD && (job->answer = bx_has_signal((pid_t)job->notification.pid)) != 0) {
        job->told = SIGNALLED;
    }
    if (job->told != UNTOLD) {
        // again and again: the thread may have been about to block when it was told the last time
        pthread_kill(job->thread, INTERRUPT);
    } else if (job->pause < LAST_LOOK_MILLIS) {
        job->pause *= 2;
    }
    job->look_at = bx_now_millis() + job->pause;
}

// How long until the next look, in milliseconds; -1: no call is being made.
static int look_after_jobs(void) {
    long next = -1;
    pthread_mutex_lock(&table);
    long now = bx_now_millis();
    for (struct job *job = jobs; job != NULL; job = job->next) {
        if (job->look_at <= now) {
            look_after(job);
        }
        next = next < 0 || job->look_at - now < next ? job->look_at - now : next;
    }
    pthread_mutex_unlock(&table);
    return (int)next;
}

// The next call, put into the table before anybody else leads. False: nobody is left who could make one.
static bool receive(struct job *job) {
    for (;;) {
        struct pollfd wait = {.fd = notifications, .events = POLLIN};
        int ready = poll(&wait, 1, look_after_jobs());
        if (ready > 0 && (wait.revents & POLLIN) == 0) {
            return false;
        }
        memset(&job->notification, 0, sizeof job->notification);
        if (ready > 0 && ioctl(notifications, SECCOMP_IOCTL_NOTIF_RECV, &job->notification) == 0) {
            pthread_mutex_lock(&table);
            begin(job);
            idle--;
            pthread_mutex_unlock(&table);
            return true;
        }
    }
}

static void answer(uint64_t id, int error, unsigned flags) {
    struct seccomp_notif_resp response = {.id = id, .error = -error, .flags = flags};
    (void)ioctl(notifications, SECCOMP_IOCTL_NOTIF_SEND, &response); // fails where the caller is gone
}

// The connection becomes a descriptor of the caller, and that the result of its call. Kernels before 5.14 do it in two steps.
static void give(uint64_t id, const struct bx_outcome *outcome) {
    struct seccomp_notif_addfd add = {.id = id,
                                      .flags = SECCOMP_ADDFD_FLAG_SEND,
                                      .srcfd = (uint32_t)outcome->descriptor,
                                      .newfd_flags = outcome->close_on_exec ? O_CLOEXEC : 0};
    int number = ioctl(notifications, SECCOMP_IOCTL_NOTIF_ADDFD, &add);
    if (number < 0 && errno == EINVAL) {
        add.flags = 0;
        number = ioctl(notifications, SECCOMP_IOCTL_NOTIF_ADDFD, &add);
        if (number >= 0) {
            struct seccomp_notif_resp response = {.id = id, .val = number};
            (void)ioctl(notifications, SECCOMP_IOCTL_NOTIF_SEND, &response);
        }
    }
    if (number < 0) {
        answer(id, errno, 0);
    }
}

static void conclude(const struct job *job, const struct bx_outcome *outcome) {
    uint64_t id = job->notification.id;
    if (outcome->kind == BX_KERNEL) {
        answer(id, 0, SECCOMP_USER_NOTIF_FLAG_CONTINUE);
    } else if (outcome->kind == BX_DESCRIPTOR && outcome->error == 0) {
        give(id, outcome);
    } else {
        answer(id, outcome->error, 0);
    }
    if (outcome->descriptor >= 0) {
        close(outcome->descriptor);
    }
}

// Whether this call was interrupted because we were told to; then the answer that this makes, or 0: nobody waits for one.
static bool is_interrupted(struct job *job, int fd, const struct bx_outcome *outcome, int *error) {
    if (outcome->kind != BX_RESULT || outcome->error != EINTR) {
        return false;
    }
    pthread_mutex_lock(&table);
    bool told = job->told != UNTOLD;
    *error = job->told == SIGNALLED ? job->answer : 0;
    pthread_mutex_unlock(&table);
    struct timeval limit = {0, 0};
    socklen_t size = sizeof limit;
    int name = job->notification.data.nr == SYS_connect ? SO_SNDTIMEO : SO_RCVTIMEO;
    if (getsockopt(fd, SOL_SOCKET, name, &limit, &size) == 0 && (limit.tv_sec != 0 || limit.tv_usec != 0)) {
        *error = *error == BX_RESTART ? EINTR : *error; // with a limit it would begin anew each time
    }
    return told;
}

static void say_once(const char *why) {
    static atomic_flag said = ATOMIC_FLAG_INIT;
    if (!atomic_flag_test_and_set(&said)) {
        fprintf(stderr, "boxer: a program of this node does not let us see its descriptors (%s): it cannot use the network\n", why);
    }
}

// Makes it. False: nobody waits for an answer any more. Our copy is closed before there is one: else a program that closes its
// listener next would still be listening.
static bool carry_out(struct job *job, int fd, struct bx_outcome *outcome) {
    int error = 0;
    bool interrupted;
    do {
        *outcome = bx_make_call((pid_t)job->notification.pid, fd, &job->notification.data);
        interrupted = is_interrupted(job, fd, outcome, &error);
    } while (!interrupted && outcome->kind == BX_RESULT && outcome->error == EINTR);
    if (interrupted) {
        outcome->error = error;
    }
    if (fd >= 0) {
        close(fd);
    }
    return !interrupted || error != 0;
}

static void make_call(struct job *job) {
    const struct seccomp_data *call = &job->notification.data;
    int fd = call->nr == SYS_uname ? -1 : bx_copy_descriptor((pid_t)job->notification.pid, (int)call->args[0]);
    struct bx_outcome outcome = {BX_RESULT, errno, -1, false};
    if (fd < 0 && call->nr != SYS_uname) {
        if (outcome.error == EPERM) {
            say_once(strerror(EPERM));
        }
        conclude(job, &outcome);
    } else if (!is_valid(job->notification.id)) { // what we have is perhaps another's, who has got its number
        close(fd);
    } else if (carry_out(job, fd, &outcome)) {
        conclude(job, &outcome);
    }
}

static void *work(void *unused);

// With the table locked.
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
    struct job job;
    bool enough = false;
    while (!enough) {
        pthread_mutex_lock(&lead);
        bool received = receive(&job);
        pthread_mutex_unlock(&lead);
        if (!received) {
            break;
        }
        pthread_mutex_lock(&table);
        if (idle == 0) {
            start_another();
        }
        pthread_mutex_unlock(&table);
        make_call(&job);
        pthread_mutex_lock(&table);
        end(&job);
        enough = idle >= MOST_IDLE;
        idle += !enough;
        threads -= enough;
        pthread_mutex_unlock(&table);
    }
    return unused;
}

static void interrupted(int signal) { (void)signal; }

int bx_serve(int from) {
    sigset_t all;
    sigset_t before;
    struct sigaction action = {.sa_handler = interrupted}; // without SA_RESTART
    notifications = from;
    sigaction(INTERRUPT, &action, NULL);
    (void)ioctl(notifications, SET_FLAGS, WAKE_ON_THIS_PROCESSOR);
    sigfillset(&all);
    sigdelset(&all, INTERRUPT);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_mutex_lock(&table);
    start_another();
    int started = threads;
    pthread_mutex_unlock(&table);
    (void)bx_dns_start(); // without it programs that resolve by themselves have no names
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started == 1 ? 0 : EAGAIN;
}
