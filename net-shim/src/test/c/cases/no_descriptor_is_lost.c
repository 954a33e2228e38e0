// SPDX-License-Identifier: Apache-2.0
#include "../harness.h"
#include <netdb.h>

#define ROUNDS 1000

static void resolve(const char *name) {
    struct addrinfo *found = NULL;
    if (getaddrinfo(name, "80", NULL, &found) == 0) {
        freeaddrinfo(found);
    }
}

static void alpha(void) {
    int listener = listening(0, 0);
    int port = port_of(listener);
    resolve("a234567890123456789012345678901234567890123456789012345678901234"); // what the C library opens once
    int before = open_descriptors();
    int wrong = 0;
    for (int i = 0; i < ROUNDS; i++) {
        int fd = dial(i % 2 == 0 ? node(ALPHA) : INADDR_LOOPBACK, port);
        int other = accept(listener, NULL, NULL);
        wrong += fd < 0 || other < 0 || peer_of(fd)[0] != '1' || own_of(other)[0] != '1';
        close(fd);
        close(other);
        resolve(i % 2 == 0 ? "beta" : "a234567890123456789012345678901234567890123456789012345678901234");
        if (i % 10 == 0) {
            dial(node(NOBODY), 7000);
            dial(10u << 24 | (uint32_t)overlay() << 16 | 201 << 8 | 111, 80);
            dial(10u << 24 | (uint32_t)overlay() << 16 | 203 << 8 | (uint32_t)(i / 10 % 24), 80);
        }
    }
    same(wrong, 0, "1000 connections");
    same(open_descriptors(), before, "as many descriptors as before");
}

PARTS({"alpha", alpha})
