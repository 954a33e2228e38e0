// SPDX-License-Identifier: Apache-2.0
#include "fake_crossing.h"
#include "wire.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define KNOWN 64

static uint32_t network;
static uint32_t outward; // address of this host
static uint16_t next_port = BX_FIRST_CROSSING_PORT;

static struct {
    uint64_t cookie;
    uint32_t peer;
    uint16_t peer_port;
} known[KNOWN];
static int known_count;

static struct {
    uint16_t port;
    int connection;
} rung[KNOWN];
static int rung_count;

static void put(unsigned char *to, int bytes, uint64_t value) {
    for (int i = 0; i < bytes; i++) {
        to[i] = (unsigned char)(value >> (8 * (bytes - 1 - i)));
    }
}

static struct sockaddr_in at(uint32_t ip, uint16_t port) {
    return (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(ip)};
}

// No packet is sent: a datagram socket that is connected knows its own address.
void crossing_begin(uint32_t of_network) {
    struct sockaddr_in own = at(0xc0000201, 9);
    socklen_t size = sizeof own;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    network = of_network;
    outward = INADDR_LOOPBACK;
    next_port = (uint16_t)(next_port + getpid() % 4000); // runs at the same time
    if (connect(fd, (struct sockaddr *)&own, sizeof own) == 0 && getsockname(fd, (struct sockaddr *)&own, &size) == 0) {
        outward = ntohl(own.sin_addr.s_addr);
    }
    close(fd);
}

static uint16_t take_port(void) {
    next_port = next_port == BX_LAST_CROSSING_PORT ? BX_FIRST_CROSSING_PORT : (uint16_t)(next_port + 1);
    return next_port;
}

static void know(uint64_t cookie, uint32_t peer, uint16_t peer_port) {
    known[known_count % KNOWN].cookie = cookie;
    known[known_count % KNOWN].peer = peer;
    known[known_count++ % KNOWN].peer_port = peer_port;
}

size_t crossing_connect(uint32_t address, uint16_t port, uint8_t failed, uint64_t cookie, unsigned char *answer) {
    static const char words[] = "HELLOWELCOME";
    unsigned char *text = answer + BX_ANSWER_BYTES;
    int last = address & 0xff;
    if (failed > 0 && last != 1 && last != 3) {
        put(answer + 4, 4, ETIMEDOUT);
        return BX_ANSWER_BYTES;
    }
    know(cookie, address, port);
    put(answer + 10, 2, last == 3 && failed == 0 ? 1 : port);
    put(answer + 12, 4, outward);
    put(answer + 16, 2, BX_PLAN_BYTES + strlen(words));
    put(text, 4, 0); // any address of this host
    put(text + 4, 2, take_port());
    text[6] = 5;
    text[7] = 7;
    memcpy(text + BX_PLAN_BYTES, words, strlen(words));
    return BX_ANSWER_BYTES + BX_PLAN_BYTES + strlen(words);
}

// A connection between two ends of this host. Ours has a port of those that cross; the other has said its word and gone.
static int connection_from_afar(void) {
    struct sockaddr_in there = at(outward, 0);
    socklen_t size = sizeof there;
    uint64_t cookie;
    socklen_t cookie_size = sizeof cookie;
    int on = 1;
    int ours = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0); // as Netty's are
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bind(listener, (struct sockaddr *)&there, sizeof there);
    listen(listener, 1);
    getsockname(listener, (struct sockaddr *)&there, &size);
    struct sockaddr_in here = at(outward, take_port());
    setsockopt(ours, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    bind(ours, (struct sockaddr *)&here, sizeof here);
    connect(ours, (struct sockaddr *)&there, sizeof there);
    int other = accept(listener, NULL, NULL);
    (void)!write(other, "afar", 4);
    close(other);
    close(listener);
    getsockopt(ours, SOL_SOCKET, SO_COOKIE, &cookie, &cookie_size);
    know(cookie, network | 201 << 8 | 9, 555);
    return ours;
}

bool crossing_ring(const char *name) {
    bool falsely = strncmp(name, "ring-falsely-", 13) == 0;
    if (strncmp(name, "ring-", 5) != 0) {
        return false;
    }
    uint32_t real = 127u << 24 | 4 * ((network >> 16 & 0xff) - 64) << 16;
    struct sockaddr_in from = at(real | 0xfffe, 0);
    struct sockaddr_in to = at(real | 200 << 8 | 5, (uint16_t)atoi(strrchr(name, '-') + 1));
    socklen_t size = sizeof from;
    int doorbell = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bind(doorbell, (struct sockaddr *)&from, sizeof from);
    getsockname(doorbell, (struct sockaddr *)&from, &size);
    if (!falsely) {
        rung[rung_count].port = ntohs(from.sin_port);
        rung[rung_count++].connection = connection_from_afar();
    }
    connect(doorbell, (struct sockaddr *)&to, sizeof to); // stays open for as long as we live
    return true;
}

size_t crossing_claim(uint16_t port, unsigned char *answer, int *descriptor) {
    for (int i = 0; i < rung_count; i++) {
        if (rung[i].port == port) {
            rung[i].port = 0;
            *descriptor = rung[i].connection;
            put(answer + 10, 2, 555);
            put(answer + 12, 4, network | 201 << 8 | 9);
            return BX_ANSWER_BYTES;
        }
    }
    put(answer + 4, 4, ENOENT);
    return BX_ANSWER_BYTES;
}

size_t crossing_lookup(uint64_t cookie, unsigned char *answer) {
    for (int i = 0; i < KNOWN; i++) {
        if (cookie != 0 && known[i].cookie == cookie) {
            put(answer + 10, 2, 4711);
            put(answer + 12, 4, network | 200 << 8 | 5);
            put(answer + 16, 2, 6);
            put(answer + BX_ANSWER_BYTES, 4, known[i].peer);
            put(answer + BX_ANSWER_BYTES + 4, 2, known[i].peer_port);
            return BX_ANSWER_BYTES + 6;
        }
    }
    put(answer + 4, 4, ENOENT);
    return BX_ANSWER_BYTES;
}
