// SPDX-License-Identifier: Apache-2.0
// A connect to the host's own 127.0.0.1 took 2.5 times as long as without us: the supervisor was asked although the kernel had
// said that nobody of the node listens. The supervisor of these guests never answers a question: who asks waits for six seconds.
#include "../harness.h"
#include <linux/netlink.h>
#include <time.h>

#define ALLOWED_MILLIS 3000

static long millis(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void guest(void) {
    long before = millis();
    int fd = dial(INADDR_LOOPBACK, atoi(argument(0)));
    const char *result = fd >= 0 ? "reached" : strerror(errno);
    say(TALK, "%s%s", result, millis() - before < ALLOWED_MILLIS ? "" : ", late");
}

static void stranger(void) {
    int listener = listening(INADDR_LOOPBACK, 0);
    say(TALK, "%d", port_of(listener));
    hear(TALK);
}

// Where a platform has no sock_diag, the supervisor has to be asked.
static bool kernel_can_look(void) {
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    close(fd);
    return fd >= 0 && access("/proc/net/netlink", R_OK) == 0;
}

static void alpha(void) {
    if (!kernel_can_look()) {
        skip("connect to 127.0.0.1", "this kernel does not tell who listens");
        return;
    }
    struct child other = start("stranger", "stranger", NULL);
    const char *port = hear(other.talk);
    struct child hosts = start("guest", "hanging", port);
    struct child nobodys = start("guest", "hanging", "1");
    same_text(hear(hosts.talk), "reached", "a program of the host, at once");
    same_text(hear(nobodys.talk), strerror(ECONNREFUSED), "nobody, at once");
    finish(&hosts);
    finish(&nobodys);
    finish(&other);
}

PARTS({"alpha", alpha}, {"guest", guest}, {"stranger", stranger})
