// SPDX-License-Identifier: Apache-2.0
#include "../harness.h"
#include <netdb.h>
#include <pthread.h>

#define THREADS 8
#define ROUNDS 50

static int listener;
static int port;

static bool round_trip(void) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    if (getaddrinfo("alpha", NULL, &hints, &found) != 0) {
        return false;
    }
    struct sockaddr_in to = *(struct sockaddr_in *)found->ai_addr;
    freeaddrinfo(found);
    char name[NI_MAXHOST];
    to.sin_port = htons((uint16_t)port);
    int fd = stream(AF_INET);
    bool right = connect(fd, (struct sockaddr *)&to, sizeof to) == 0 &&
                 getnameinfo((struct sockaddr *)&to, sizeof to, name, sizeof name, NULL, 0, 0) == 0 &&
                 strcmp(name, "alpha") == 0;
    struct sockaddr_in peer = {.sin_family = 0};
    socklen_t size = sizeof peer;
    right = right && getpeername(fd, (struct sockaddr *)&peer, &size) == 0 && peer.sin_addr.s_addr == htonl(node(ALPHA));
    close(fd);
    return right;
}

static void *work(void *wrong) {
    for (int i = 0; i < ROUNDS; i++) {
        *(int *)wrong += !round_trip();
    }
    return NULL;
}

static void *serve(void *ignored) {
    for (int i = 0; i < THREADS * ROUNDS; i++) {
        close(accept(listener, NULL, NULL));
    }
    return ignored;
}

static void alpha(void) {
    pthread_t threads[THREADS];
    pthread_t server;
    int wrong[THREADS] = {0};
    listener = listening(0, 0);
    port = port_of(listener);
    pthread_create(&server, NULL, serve, NULL);
    for (int i = 0; i < THREADS; i++) {
        pthread_create(&threads[i], NULL, work, &wrong[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        same(wrong[i], 0, "a thread that resolves, connects, asks for names");
    }
    pthread_join(server, NULL);
}

PARTS({"alpha", alpha})
