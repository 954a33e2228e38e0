// SPDX-License-Identifier: Apache-2.0
// Every call that asks it ends within the limit of wire.h, six seconds. All at once, for the test not to take the sum.
#include "../harness.h"
#include <netdb.h>
#include <time.h>

static void connects(void) {
    say(TALK, "%s", dial(10u << 24 | (uint32_t)overlay() << 16 | 201 << 8 | 111, 80) < 0 ? strerror(errno) : "connected");
}

static void resolves(void) {
    struct addrinfo *found;
    say(TALK, "%d", getaddrinfo("a234567890123456789012345678901234567890123456789012345678901234", "80", NULL, &found) != 0);
}

static void listens(void) {
    int listener = listening(0, 0);
    say(TALK, "%s", dial(node(ALPHA), port_of(listener)) >= 0 ? "reached" : strerror(errno));
}

static void dials_localhost(void) { say(TALK, "%s", dial(INADDR_LOOPBACK, 1) < 0 ? strerror(errno) : "connected"); }

static long seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static void alpha(void) {
    long before = seconds();
    struct child connecting = start("connects", "hanging", NULL);
    struct child resolving = start("resolves", "hanging", NULL);
    struct child listener = start("listens", "hanging", NULL);
    struct child local = start("localhost", "hanging", NULL);
    same_text(hear(connecting.talk), strerror(ENETUNREACH), "connect to another host");
    same_text(hear(resolving.talk), "1", "getaddrinfo");
    same_text(hear(listener.talk), "reached", "listen succeeds");
    same_text(hear(local.talk), strerror(ECONNREFUSED), "connect to 127.0.0.1");
    long took = seconds() - before;
    ok(took >= 5 && took <= 20, "in %ld seconds", took);
}

PARTS({"alpha", alpha}, {"connects", connects}, {"resolves", resolves}, {"listens", listens}, {"localhost", dials_localhost})
