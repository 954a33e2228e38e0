// SPDX-License-Identifier: Apache-2.0
// A timer that fires all the time, as profilers set: questions to the supervisor are repeated, and end all the same where it hangs.
#include "../harness.h"
#include <netdb.h>
#include <sys/time.h>
#include <time.h>

static volatile sig_atomic_t fired;

static void on_alarm(int number) {
    (void)number;
    fired++;
}

static void set_timer(bool restarts) {
    struct sigaction action = {.sa_handler = on_alarm, .sa_flags = restarts ? SA_RESTART : 0};
    struct itimerval often = {.it_interval = {.tv_usec = 300}, .it_value = {.tv_usec = 300}};
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
}

// Interrupted, the kernel goes on connecting.
static int connected(uint32_t ip, int port) {
    struct sockaddr_in to = v4(ip, port);
    int fd = stream(AF_INET);
    int error = connect(fd, (struct sockaddr *)&to, sizeof to) == 0 ? 0 : errno;
    if (error == EINTR) {
        socklen_t size = sizeof error;
        wait_until(fd, POLLOUT);
        getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    }
    return error == 0 ? fd : -1;
}

static long seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static void with_a_supervisor_that_hangs(void) {
    set_timer(false);
    long before = seconds();
    int fd;
    do { // the kernel itself interrupts a call before the other front end has taken it
        fd = dial(10u << 24 | (uint32_t)overlay() << 16 | 201 << 8 | 111, 80);
    } while (is_served() && fd < 0 && errno == EINTR && seconds() - before < 2);
    int error = fd < 0 ? errno : 0;
    long took = seconds() - before;
    say(TALK, "%s", error == ENETUNREACH && took < 15 ? "ended" : text("did not end well: %s after %ld s", strerror(error), took));
}

static void alpha(void) {
    struct child hanging = start("hanging", "hanging", NULL);
    int listener = listening(0, 0);
    int port = port_of(listener);
    for (int restarts = 0; restarts <= 1; restarts++) {
        int wrong = 0;
        set_timer(restarts != 0);
        for (int i = 0; i < 300; i++) {
            struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
            struct addrinfo *found = NULL;
            wrong += getaddrinfo("beta", "80", &hints, &found) != 0;
            if (found != NULL) {
                freeaddrinfo(found);
            }
            int fd = connected(i % 2 == 0 ? node(ALPHA) : INADDR_LOOPBACK, port);
            wrong += fd < 0;
            close(accept(listener, NULL, NULL)); // may be interrupted
            close(fd);
        }
        same(wrong, 0, restarts != 0 ? "with SA_RESTART" : "without SA_RESTART");
        ok(fired > 0, "there were signals");
        fired = 0;
    }
    setitimer(ITIMER_REAL, &(struct itimerval){.it_interval = {.tv_sec = 0}}, NULL);
    same_text(hear(hanging.talk), "ended", "a question to a supervisor that hangs");
    finish(&hanging);
}

PARTS({"alpha", alpha}, {"hanging", with_a_supervisor_that_hangs})
