// SPDX-License-Identifier: Apache-2.0
#include "measure.h"
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct server {
    struct sockaddr_storage address;
    socklen_t length;
};

// Resolved once: what is measured is connect().
static int find(const char *host, const char *port, struct server *server) {
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    int error = getaddrinfo(host, port, &hints, &found);
    if (error != 0) {
        fprintf(stderr, "%s: %s\n", host, gai_strerror(error));
        return -1;
    }
    memcpy(&server->address, found->ai_addr, found->ai_addrlen);
    server->length = found->ai_addrlen;
    freeaddrinfo(found);
    return 0;
}

// A connection on which the server has said its first byte; -1 and errno.
static int open_one(const struct server *server) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    char greeting;
    if (fd < 0)
        return -1;
    if (connect(fd, (const struct sockaddr *)&server->address, server->length) == 0 &&
        receive_all(fd, &greeting, 1) == 0 && greeting == BX_GREETING) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
        return fd;
    }
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

static int open_wanted(const char *host, const char *port, char want) {
    struct server server;
    if (find(host, port, &server) != 0)
        return -1;
    int fd = open_one(&server);
    if (fd < 0 || send_all(fd, &want, 1) != 0) {
        failed("connect");
        return -1;
    }
    return fd;
}

// A connection that fails is a line "failed" of its own, and the next is tried.
int measure_connects(const char *host, const char *port, long count) {
    struct server server;
    if (find(host, port, &server) != 0)
        return 1;
    for (long i = 0; i < count; i++) {
        int64_t start = now_nanos();
        int fd = open_one(&server);
        int64_t end = now_nanos();
        if (fd < 0) {
            printf("failed %s\n", strerror(errno));
            continue;
        }
        printf("%.3f\n", (double)(end - start) / 1e3);
        close(fd);
    }
    return 0;
}

int measure_echo(const char *host, const char *port, long count) {
    int fd = open_wanted(host, port, BX_ECHO);
    if (fd < 0)
        return 1;
    double *micros = calloc((size_t)count, sizeof *micros);
    char message[BX_MESSAGE_BYTES] = {0};
    for (long i = 0; i < count; i++) {
        int64_t start = now_nanos();
        if (send_all(fd, message, sizeof message) != 0 || receive_all(fd, message, sizeof message) != 0)
            return failed("echo");
        micros[i] = (double)(now_nanos() - start) / 1e3;
    }
    for (long i = 0; i < count; i++)
        printf("%.3f\n", micros[i]);
    free(micros);
    close(fd);
    return 0;
}

int measure_bulk(const char *host, const char *port, long milliseconds) {
    int fd = open_wanted(host, port, BX_SINK);
    char *buffer = calloc(1, BX_BULK_BYTES);
    if (fd < 0 || buffer == NULL)
        return 1;
    int64_t start = now_nanos();
    double bytes = 0;
    while (now_nanos() - start < milliseconds * 1000000) {
        if (send_all(fd, buffer, BX_BULK_BYTES) != 0)
            return failed("send");
        bytes += BX_BULK_BYTES;
    }
    shutdown(fd, SHUT_WR);
    if (receive_all(fd, buffer, 1) != 0) // it has taken all
        return failed("receive");
    printf("%.3f\n", bytes / (1 << 20) / ((double)(now_nanos() - start) / 1e9));
    free(buffer);
    close(fd);
    return 0;
}
