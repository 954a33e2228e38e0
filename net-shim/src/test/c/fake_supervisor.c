// SPDX-License-Identifier: Apache-2.0
// The supervisor of the tests: speaks wire.h to the guests of a run.
//
//   fake_supervisor BASE N SECRET       prints "ready", then serves until it is killed
//
// Sockets:  BASE.alpha, BASE.beta   a supervisor of that node: names, where it listens, errors of far nodes
//           BASE.hanging            accepts, and never says a word
//           BASE.junk               answers with bytes that are no answer
// CONNECT:  10.N.201.e  fails with error e;  10.N.203.n  is answered with the first n bytes of an answer, then closed;
//           10.N.202 is in fake_crossing.h
#include "fake_crossing.h"
#include "wire.h"
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { ALPHA, BETA, JUNK, HANGING, SOCKETS };
static const char *const NAMES[] = {"alpha", "beta", "junk", "hanging"};
static const unsigned char LAST[] = {5, 6};

static uint32_t network;          // 10.N.0.0
static unsigned char secret[16];
static uint8_t sides[2][65536];   // on which side each node listens, by port; bit 0: public, bit 1: private

static uint16_t get16(const unsigned char *from) { return (uint16_t)(from[0] << 8 | from[1]); }
static uint32_t get32(const unsigned char *from) { return (uint32_t)get16(from) << 16 | get16(from + 2); }

static void put32(unsigned char *to, uint32_t value) {
    for (int i = 0; i < 4; i++) {
        to[i] = (unsigned char)(value >> (24 - 8 * i));
    }
}

static bool read_all(int fd, unsigned char *to, size_t count) {
    for (size_t got = 0; got < count;) {
        ssize_t more = read(fd, to + got, count - got);
        if (more <= 0) {
            return false;
        }
        got += (size_t)more;
    }
    return true;
}

static void resolve(const char *name, unsigned char *answer) {
    if (crossing_ring(name)) {
        return;
    }
    for (int i = ALPHA; i <= BETA; i++) {
        if (strcasecmp(name, NAMES[i]) == 0) {
            put32(answer + 12, network | 200 << 8 | LAST[i]);
            return;
        }
    }
    put32(answer + 4, ENOENT);
}

static size_t reverse(uint32_t address, unsigned char *answer) {
    for (int i = ALPHA; i <= BETA; i++) {
        if (address == (network | 200 << 8 | LAST[i])) {
            answer[17] = (unsigned char)strlen(NAMES[i]);
            memcpy(answer + BX_ANSWER_BYTES, NAMES[i], answer[17]);
            return answer[17];
        }
    }
    put32(answer + 4, ENOENT);
    return 0;
}

// How many bytes of the answer are sent.
static size_t connect_elsewhere(uint32_t address, unsigned char *answer) {
    bool cut = (address >> 8 & 0xff) == 203;
    put32(answer + 4, cut ? EHOSTUNREACH : address & 0xff);
    return cut ? address & 0xff : BX_ANSWER_BYTES;
}

static size_t answer_to(int node, const unsigned char *request, const char *text, unsigned char *answer, int *descriptor) {
    uint16_t port = get16(request + 6);
    uint32_t address = get32(request + 8);
    uint64_t cookie = (uint64_t)get32(request + 16) << 32 | get32(request + 20);
    memcpy(answer, "BXA1", 4);
    switch (request[4]) {
    case BX_VERB_RESOLVE:
        resolve(text, answer);
        return BX_ANSWER_BYTES;
    case BX_VERB_REVERSE:
        return BX_ANSWER_BYTES + reverse(address, answer);
    case BX_VERB_LISTEN:
        sides[node][port] |= request[5];
        return BX_ANSWER_BYTES;
    case BX_VERB_LOCALHOST:
        answer[8] = (sides[node][port] & 2) != 0 ? 2 : sides[node][port];
        return BX_ANSWER_BYTES;
    case BX_VERB_CONNECT:
        return (address >> 8 & 0xff) == 202 ? crossing_connect(address, port, request[5], cookie, answer)
                                            : connect_elsewhere(address, answer);
    case BX_VERB_CLAIM:
        return crossing_claim(port, answer, descriptor);
    case BX_VERB_LOOKUP:
        return crossing_lookup(cookie, answer);
    case BX_VERB_MEMBERS: // the test has written them
        return BX_ANSWER_BYTES;
    default:
        put32(answer + 4, ENOENT);
        return BX_ANSWER_BYTES;
    }
}

static void pass(int to, int descriptor) {
    char byte = 0;
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {.header = {.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
    struct iovec one = {&byte, 1};
    struct msghdr message = {.msg_iov = &one, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    memcpy(CMSG_DATA(&control.header), &descriptor, sizeof descriptor);
    (void)!sendmsg(to, &message, MSG_NOSIGNAL);
    close(descriptor);
}

// A guest without the secret gets no answer.
static void serve(int node, int fd) {
    unsigned char request[BX_REQUEST_BYTES];
    unsigned char name[BX_TEXT_BYTES + 1];
    unsigned char answer[BX_ANSWER_BYTES + BX_TEXT_BYTES] = {0};
    if (!read_all(fd, request, sizeof request) || memcmp(request, "BXR1", 4) != 0 ||
        memcmp(request + 24, secret, sizeof secret) != 0) {
        return;
    }
    size_t length = get16(request + 12);
    if (length > BX_TEXT_BYTES || !read_all(fd, name, length)) {
        return;
    }
    name[length] = '\0';
    if (node == JUNK) {
        memset(answer, 'x', sizeof answer);
        (void)!send(fd, answer, sizeof answer, MSG_NOSIGNAL);
        return;
    }
    int descriptor = -1;
    (void)!send(fd, answer, answer_to(node, request, (char *)name, answer, &descriptor), MSG_NOSIGNAL);
    if (descriptor >= 0) {
        pass(fd, descriptor);
    }
}

static int listen_as(const char *base, const char *name) {
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int length = snprintf(at.sun_path + 1, sizeof at.sun_path - 1, "%s.%s", base, name);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(fd, (struct sockaddr *)&at, (socklen_t)(sizeof at.sun_family + 1 + (size_t)length)) != 0 || listen(fd, 128) != 0) {
        perror("fake_supervisor");
        exit(1);
    }
    return fd;
}

int main(int count, char **arguments) {
    struct pollfd wait[SOCKETS];
    if (count != 4) {
        return 2;
    }
    network = 10u << 24 | (uint32_t)atoi(arguments[2]) << 16;
    crossing_begin(network);
    for (size_t i = 0; i < sizeof secret; i++) {
        sscanf(arguments[3] + 2 * i, "%2hhx", &secret[i]);
    }
    for (int i = 0; i < SOCKETS; i++) {
        wait[i] = (struct pollfd){.fd = listen_as(arguments[1], NAMES[i]), .events = POLLIN};
    }
    puts("ready");
    fflush(stdout);
    while (poll(wait, SOCKETS, -1) > 0) {
        for (int i = 0; i < SOCKETS; i++) {
            int fd = wait[i].revents == 0 ? -1 : accept4(wait[i].fd, NULL, NULL, SOCK_CLOEXEC);
            if (fd >= 0 && i != HANGING) { // the hanging one keeps it open
                serve(i, fd);
                close(fd);
            }
        }
    }
    return 1;
}
