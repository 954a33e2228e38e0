// SPDX-License-Identifier: Apache-2.0
#include "call.h"
#include "shim.h"
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>

#define FIRST_LOOK_MILLIS 20
#define LAST_LOOK_MILLIS 250
#define INTERRUPT SIGRTMIN

static int from;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct bx_call *calls;

static void interrupted(int signal) { (void)signal; }

void bx_watch_prepare(int notifications) {
    struct sigaction action = {.sa_handler = interrupted}; // without SA_RESTART
    from = notifications;
    sigaction(INTERRUPT, &action, NULL);
}

bool bx_is_wanted(const struct bx_call *call) {
    uint64_t id = call->told.id;
    return ioctl(from, SECCOMP_IOCTL_NOTIF_ID_VALID, &id) == 0;
}

void bx_watch_begin(struct bx_call *call) {
    pthread_mutex_lock(&lock);
    call->thread = pthread_self();
    call->state = BX_WANTED;
    call->pause = FIRST_LOOK_MILLIS;
    call->look_at = bx_now_millis() + call->pause;
    call->before = NULL;
    call->next = calls;
    if (calls != NULL) {
        calls->before = call;
    }
    calls = call;
    pthread_mutex_unlock(&lock);
}

void bx_watch_end(struct bx_call *call) {
    pthread_mutex_lock(&lock);
    if (call->next != NULL) {
        call->next->before = call->before;
    }
    *(call->before == NULL ? &calls : &call->before->next) = call->next;
    pthread_mutex_unlock(&lock);
}

static void look_after(struct bx_call *call) {
    if (call->state == BX_WANTED && !bx_is_wanted(call)) {
        call->state = BX_CALLER_GONE;
    } else if (call->state == BX_WANTED && (call->answer = bx_has_signal((pid_t)call->told.pid)) != 0) {
        call->state = BX_CALLER_SIGNALLED;
    }
    if (call->state != BX_WANTED) {
        // again and again: the thread may have been about to block when it was told the last time
        pthread_kill(call->thread, INTERRUPT);
    } else if (call->pause < LAST_LOOK_MILLIS) {
        call->pause *= 2;
    }
    call->look_at = bx_now_millis() + call->pause;
}

int bx_watch(void) {
    long next = -1;
    pthread_mutex_lock(&lock);
    long now = bx_now_millis();
    for (struct bx_call *call = calls; call != NULL; call = call->next) {
        if (call->look_at <= now) {
            look_after(call);
        }
        next = next < 0 || call->look_at - now < next ? call->look_at - now : next;
    }
    pthread_mutex_unlock(&lock);
    return (int)next;
}

void bx_watch_hold(bool hold) {
    sigset_t interrupt;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, INTERRUPT);
    pthread_sigmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &interrupt, NULL);
}

bool bx_was_interrupted(struct bx_call *call, int fd, int *error) {
    pthread_mutex_lock(&lock);
    bool ours = call->state != BX_WANTED;
    *error = call->state == BX_CALLER_SIGNALLED ? call->answer : 0;
    pthread_mutex_unlock(&lock);
    struct timeval limit = {0, 0};
    socklen_t size = sizeof limit;
    int name = call->told.data.nr == SYS_connect ? SO_SNDTIMEO : SO_RCVTIMEO;
    if (getsockopt(fd, SOL_SOCKET, name, &limit, &size) == 0 && (limit.tv_sec != 0 || limit.tv_usec != 0)) {
        *error = *error == BX_RESTART ? EINTR : *error; // with a limit it would begin anew each time
    }
    return ours;
}

