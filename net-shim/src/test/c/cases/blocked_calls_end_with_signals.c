// SPDX-License-Identifier: Apache-2.0
// A call that blocks is interrupted, repeated, stopped and killed by signals as the kernel's own is.
#include "../harness.h"
#include <pthread.h>
#include <sys/time.h>
#include <time.h>

static volatile sig_atomic_t fired;
static int listener;

static void on_signal(int number) {
    (void)number;
    fired++;
}

static void handle(int number, int flags) {
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = flags};
    sigaction(number, &action, NULL);
    fired = 0;
}

static void alarm_after_millis(int millis) {
    setitimer(ITIMER_REAL, &(struct itimerval){.it_value = {.tv_usec = millis * 1000}}, NULL);
}

// In a child: waits until its parent sleeps in the kernel, then does its deed.
static pid_t later(void (*deed)(pid_t parent)) {
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        usleep(150000);
        deed(parent);
        _exit(0);
    }
    return pid;
}

static void interrupt(pid_t parent) { kill(parent, SIGUSR1); }

static void dial_us(pid_t parent) {
    (void)parent;
    dial(node(ALPHA), port_of(listener));
    usleep(300000);
}

static void stop_and_continue(pid_t parent) {
    kill(parent, SIGSTOP);
    usleep(400000);
    char state = '?';
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)parent);
    FILE *file = fopen(path, "r");
    if (file != NULL && fscanf(file, "%*d %*s %c", &state) != 1) {
        state = '?';
    }
    kill(parent, SIGCONT);
    if (state != 'T') {
        kill(parent, SIGUSR1); // it will say so
    }
    dial_us(parent);
}

static void of_a_process(void) {
    handle(SIGUSR1, 0);
    pid_t pid = later(interrupt);
    fails(accept(listener, NULL, NULL), EINTR, "accept, a signal without SA_RESTART");
    same(fired, 1, "its handler has run");
    wait_for(pid);

    handle(SIGALRM, SA_RESTART);
    alarm_after_millis(100);
    pid = later(dial_us);
    ok(accept(listener, NULL, NULL) >= 0, "accept, a signal with SA_RESTART");
    ok(fired == 1, "its handler has run meanwhile");
    wait_for(pid);

    handle(SIGUSR1, 0);
    pid = later(stop_and_continue);
    ok(accept(listener, NULL, NULL) >= 0, "accept, stopped and continued");
    same(fired, 0, "it was stopped in between");
    wait_for(pid);

    struct timeval limit = {.tv_usec = 200000};
    setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    fails(accept(listener, NULL, NULL), EAGAIN, "accept, SO_RCVTIMEO");
    limit.tv_usec = 0;
    setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
}

static void *accept_one(void *result) {
    *(int *)result = accept(listener, NULL, NULL) < 0 ? errno : 0;
    return NULL;
}

static void of_a_thread(void) {
    pthread_t thread;
    int result = -1;
    handle(SIGUSR2, 0);
    pthread_create(&thread, NULL, accept_one, &result);
    usleep(150000);
    pthread_kill(thread, SIGUSR2);
    pthread_join(thread, NULL);
    same(result, EINTR, "accept in a thread, a signal for the thread");
}

static void waits(void) {
    listener = listening(0, 0);
    say(TALK, "%d", port_of(listener));
    accept(listener, NULL, NULL);
    say(TALK, "accepted");
}

static void killed(int number) {
    struct child child = start("waits", "alpha", NULL);
    int port = atoi(hear(child.talk));
    usleep(100000);
    kill(child.pid, number);
    same(finish(&child), 128 + number, strsignal(number));
    int fd = -1;
    for (int i = 0; i < 100 && (fd = dial(node(ALPHA), port)) >= 0; i++) {
        close(fd); // its end is known in a moment
        usleep(20000);
    }
    ok(fd < 0 && errno == ECONNREFUSED, "its listener has gone with it");
}

static void alpha(void) {
    listener = listening(0, 0);
    of_a_process();
    of_a_thread();
    killed(SIGTERM);
    killed(SIGKILL);
}

PARTS({"alpha", alpha}, {"waits", waits})
