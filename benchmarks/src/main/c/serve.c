// SPDX-License-Identifier: Apache-2.0
#include "measure.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void echo(int socket) {
    char message[BX_MESSAGE_BYTES];
    while (receive_all(socket, message, sizeof message) == 0 && send_all(socket, message, sizeof message) == 0) {
    }
}

static void sink(int socket) {
    char *buffer = malloc(BX_BULK_BYTES);
    while (buffer != NULL && recv(socket, buffer, BX_BULK_BYTES, 0) > 0) {
    }
    free(buffer);
    send_all(socket, "", 1);
}

static void *one_client(void *descriptor) {
    int socket = (int)(intptr_t)descriptor;
    char want = 0;
    if (send_all(socket, &(char){BX_GREETING}, 1) == 0 && recv(socket, &want, 1, 0) == 1) {
        if (want == BX_ECHO)
            echo(socket);
        else if (want == BX_SINK)
            sink(socket);
    }
    close(socket);
    return NULL;
}

int serve(const char *port) {
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    if (bind(listener, (struct sockaddr *)&any, sizeof any) != 0)
        return failed("bind");
    if (listen(listener, 1024) != 0)
        return failed("listen");
    puts("serving");
    fflush(stdout);
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setdetachstate(&small, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&small, 64 << 10);
    for (;;) {
        int client = accept(listener, NULL, NULL);
        if (client < 0 && (errno == EINTR || errno == ECONNABORTED))
            continue;
        if (client < 0)
            return failed("accept");
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
        pthread_t thread;
        if (pthread_create(&thread, &small, one_client, (void *)(intptr_t)client) != 0)
            close(client);
    }
}
