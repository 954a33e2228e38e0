// SPDX-License-Identifier: Apache-2.0
// As daemons do when they start: closefrom(3).
#include "../harness.h"
#include <netdb.h>
#include <sys/syscall.h>

static int dial_name(const char *name, const char *port) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_family = AF_INET};
    struct addrinfo *found;
    if (getaddrinfo(name, port, &hints, &found) != 0) {
        return -1;
    }
    int fd = stream(AF_INET);
    int result = connect(fd, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    return result == 0 ? fd : -1;
}

static void by_loop(void) {
    for (int fd = 3; fd < 1024; fd++) {
        close(fd);
    }
    int listener = listening(0, 0);
    _exit(dial_name("alpha", text("%d", port_of(listener))) >= 0 && dial_name("beta", argument(0)) >= 0 ? 0 : 1);
}

static void by_close_range(void) {
    if (syscall(436 /* close_range */, 3, ~0u, 0) != 0) {
        _exit(errno == ENOSYS ? 77 : 1);
    }
    _exit(dial_name("beta", argument(0)) >= 0 ? 0 : 1);
}

static void beta(void) {
    int listener = listening(0, 0);
    say(TALK, "%d", port_of(listener));
    hear(TALK);
}

static void alpha(void) {
    struct child other = start("beta", "beta", NULL);
    const char *port = hear(other.talk);
    struct child child = start("loop", "alpha", port);
    same(finish(&child), 0, "closed one by one");
    child = start("range", "alpha", port);
    int code = finish(&child);
    if (code == 77) {
        skip("close_range", "this kernel has no close_range");
    } else {
        same(code, 0, "close_range");
    }
    finish(&other);
}

PARTS({"alpha", alpha}, {"beta", beta}, {"loop", by_loop}, {"range", by_close_range})
