// SPDX-License-Identifier: Apache-2.0
// A program that measures connections and system calls. It knows nothing of overlays: `boxer bench net` runs it once as it is
// and once as a node's guest, and compares. One number a line on standard output; 1 and a word on standard error if it failed.
#ifndef BOXER_MEASURE_H
#define BOXER_MEASURE_H

#include <stddef.h>
#include <stdint.h>

#define BX_MESSAGE_BYTES 64       // of a request and of its answer
#define BX_BULK_BYTES (128 << 10) // of one write
#define BX_GREETING 'B'           // the first byte of every connection, from the server

// What a client wants, its first byte.
#define BX_ECHO 'e' // each message comes back
#define BX_SINK 's' // takes what comes; at the end of it one byte is answered

// Serves until it is killed; prints "serving" when it listens.
int serve(const char *port);

// Microseconds of each of `count` connections, from socket() to the first byte.
int measure_connects(const char *host, const char *port, long count);
// Microseconds of each of `count` requests on one connection.
int measure_echo(const char *host, const char *port, long count);
// MiB/s of one connection over so many milliseconds, what the server has taken.
int measure_bulk(const char *host, const char *port, long milliseconds);
// Nanoseconds of one call of each: getpid, write, read, epoll_wait; over `count` calls each.
int measure_calls(long count);

int64_t now_nanos(void);
// 0, or -1 and errno. Sends all, whatever signals come.
int send_all(int socket, const void *from, size_t bytes);
int receive_all(int socket, void *to, size_t bytes);
// 1 and a word on standard error.
int failed(const char *what);

#endif
