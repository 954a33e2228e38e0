// SPDX-License-Identifier: Apache-2.0
// … or does not know us, or talks nonsense: names are not found, nodes of this host are reached all the same.
#include "../harness.h"
#include <netdb.h>

static int listening_on_both_families(void) {
    struct sockaddr_in6 any = {.sin6_family = AF_INET6};
    int fd = stream(AF_INET6);
    if (bind(fd, (struct sockaddr *)&any, sizeof any) != 0 || listen(fd, 1) != 0) {
        bail_out("listen");
    }
    return fd;
}

static void guest(void) {
    struct addrinfo *found;
    int listener = listening(0, 0);
    say(TALK, "%s", dial(node(ALPHA), port_of(listener)) >= 0 ? "reached" : strerror(errno));
    int local = listening(INADDR_LOOPBACK, 0);
    say(TALK, "%s", dial(INADDR_LOOPBACK, port_of(local)) >= 0 ? "reached" : strerror(errno));
    int dual = listening_on_both_families();
    say(TALK, "%s", dial(INADDR_LOOPBACK, port_of(dual)) >= 0 ? "reached" : strerror(errno));
    say(TALK, "%s", dial(10u << 24 | (uint32_t)overlay() << 16 | 201 << 8 | 111, 80) < 0 ? strerror(errno) : "connected");
    say(TALK, "%d", getaddrinfo("a234567890123456789012345678901234567890123456789012345678901234", "80", NULL, &found) != 0);
    if (getaddrinfo("alpha", "80", NULL, &found) != 0) {
        bail_out("our own name");
    }
    struct sockaddr_storage copy;
    memcpy(&copy, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    say(TALK, "%s", address_text(&copy));
    char name[NI_MAXHOST];
    struct sockaddr_in at = v4(node(ALPHA), 80);
    int error = getnameinfo((struct sockaddr *)&at, sizeof at, name, sizeof name, NULL, 0, NI_NUMERICHOST);
    say(TALK, "%s", error == 0 ? name : gai_strerror(error));
}

static void alpha(void) {
    const char *const kinds[] = {"absent", "junk", "unproven"};
    for (int i = 0; i < 3; i++) {
        struct child child = start("guest", kinds[i], NULL);
        same_text(hear(child.talk), "reached", text("%s: a node of this host", kinds[i]));
        same_text(hear(child.talk), "reached", "127.0.0.1");
        same_text(hear(child.talk), "reached", "127.0.0.1, an IPv6 socket listens");
        same_text(hear(child.talk), strerror(ENETUNREACH), "a node of another host");
        same_text(hear(child.talk), "1", "a name is not found");
        same_text(hear(child.talk), node_at(ALPHA, 80), "our own is");
        same_text(hear(child.talk), text("10.%d.200.5", overlay()), "numbers need nobody");
        same(finish(&child), 0, "ends well");
    }
}

PARTS({"alpha", alpha}, {"guest", guest})
