// SPDX-License-Identifier: Apache-2.0
#include "measure.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

int64_t now_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int failed(const char *what) {
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    return 1;
}

int send_all(int socket, const void *from, size_t bytes) {
    const char *at = from;
    while (bytes > 0) {
        ssize_t sent = send(socket, at, bytes, 0);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return -1;
        at += sent;
        bytes -= (size_t)sent;
    }
    return 0;
}

int receive_all(int socket, void *to, size_t bytes) {
    char *at = to;
    while (bytes > 0) {
        ssize_t got = recv(socket, at, bytes, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            errno = ECONNRESET;
        if (got <= 0)
            return -1;
        at += got;
        bytes -= (size_t)got;
    }
    return 0;
}

int main(int count, char **words) {
    signal(SIGPIPE, SIG_IGN);
    setvbuf(stdout, NULL, _IOLBF, 0); // who waits for the first line is not to wait for the five hundredth
    const char *what = count > 1 ? words[1] : "";
    if (count == 3 && strcmp(what, "serve") == 0)
        return serve(words[2]);
    if (count == 3 && strcmp(what, "calls") == 0)
        return measure_calls(atol(words[2]));
    if (count == 5 && strcmp(what, "connect") == 0)
        return measure_connects(words[2], words[3], atol(words[4]));
    if (count == 5 && strcmp(what, "echo") == 0)
        return measure_echo(words[2], words[3], atol(words[4]));
    if (count == 5 && strcmp(what, "bulk") == 0)
        return measure_bulk(words[2], words[3], atol(words[4]));
    fprintf(stderr, "boxer-measure serve PORT | calls COUNT | connect HOST PORT COUNT | echo HOST PORT COUNT |"
                    " bulk HOST PORT MILLISECONDS\n");
    return 2;
}
