// SPDX-License-Identifier: Apache-2.0
// Whoever looks after calls that block looks after 20 ms for the first time. A connection that comes just then is still the result of its
// accept(), and no other descriptor is.
#include "../harness.h"
#include <pthread.h>
#include <time.h>

#define THREADS 16
#define ROUNDS 60

struct pair {
    int listener;
    int wrong;
};

static void *accept_all(void *given) {
    struct pair *pair = given;
    for (int i = 0; i < ROUNDS; i++) {
        int fd = accept(pair->listener, NULL, NULL);
        struct sockaddr_in peer;
        socklen_t size = sizeof peer;
        pair->wrong += fd <= 2 || getpeername(fd, (struct sockaddr *)&peer, &size) != 0;
        if (fd > 2) {
            close(fd);
        }
    }
    return NULL;
}

static void *dial_all(void *given) {
    struct pair *pair = given;
    int port = port_of(pair->listener);
    for (int i = 0; i < ROUNDS; i++) {
        struct timespec pause = {.tv_nsec = 19000000 + 50000 * (i % 40)}; // 19 to 21 ms
        nanosleep(&pause, NULL);
        int fd = dial(node(ALPHA), port);
        char byte;
        (void)!recv(fd, &byte, 1, 0); // its end
        close(fd);
    }
    return NULL;
}

static void alpha(void) {
    struct pair pairs[THREADS] = {{0}};
    pthread_t accepting[THREADS];
    pthread_t dialling[THREADS];
    int wrong = 0;
    for (int i = 0; i < THREADS; i++) {
        pairs[i].listener = listening(0, 0);
        pthread_create(&accepting[i], NULL, accept_all, &pairs[i]);
        pthread_create(&dialling[i], NULL, dial_all, &pairs[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(accepting[i], NULL);
        pthread_join(dialling[i], NULL);
        wrong += pairs[i].wrong;
    }
    same(wrong, 0, "accepts that waited 20 ms and returned something else");
}

PARTS({"alpha", alpha})
