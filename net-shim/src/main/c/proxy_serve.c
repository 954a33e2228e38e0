// SPDX-License-Identifier: Apache-2.0
// --serve: the node listens where the program does, as long as it does. So who connects too early is refused, as by any host; and a
// program that takes a port on all addresses of the host finds it free.
#include "proxy.h"
#include "shim.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SOON_MILLIS 50   // as long as there is one that does not listen
#define LATER_MILLIS 500 // when that has taken long, or all do
#define MANY_LOOKS 200
#define LISTENING 0x0a
#define FIRST_OVERLAY_OCTET 4u

enum place { NOWHERE, ON_LOOPBACK, ON_LOOPBACK6, EVERYWHERE };

// "0100007F": in the order of the machine, four bytes at a time
static enum place place_of(const char *address, bool v6) {
    uint32_t part[4] = {0, 0, 0, 0};
    int parts = v6 ? sscanf(address, "%8x%8x%8x%8x", &part[0], &part[1], &part[2], &part[3]) : sscanf(address, "%8x", &part[3]);
    uint32_t ip = ntohl(part[3]);
    if (parts != (v6 ? 4 : 1)) {
        return NOWHERE;
    }
    if (v6 && (part[0] | part[1]) == 0 && part[2] == 0 && ip == 1) {
        return ON_LOOPBACK6;
    }
    if (v6 && (part[0] | part[1]) == 0 && part[2] != 0 && ntohl(part[2]) != 0xffff) {
        return NOWHERE;
    }
    // what is an overlay's is none of the program's
    return ip == 0 ? EVERYWHERE : ip >> 24 == 127 && ((ip >> 16) & 0xff) < FIRST_OVERLAY_OCTET ? ON_LOOPBACK : NOWHERE;
}

static enum place look_into(const char *file, bool v6, uint16_t port) {
    char line[512];
    enum place found = NOWHERE;
    FILE *sockets = fopen(file, "re");
    while (sockets != NULL && fgets(line, sizeof line, sockets) != NULL) {
        char address[33];
        unsigned its;
        unsigned state;
        if (sscanf(line, " %*d: %32[0-9A-F]:%x %*[0-9A-F]:%*x %x", address, &its, &state) == 3 && its == port && state == LISTENING) {
            enum place place = place_of(address, v6);
            found = place > found ? place : found;
        }
    }
    if (sockets != NULL) {
        fclose(sockets);
    }
    return found;
}

static enum place where_program_listens(uint16_t port) {
    enum place v4 = look_into("/proc/self/net/tcp", false, port);
    enum place v6 = look_into("/proc/self/net/tcp6", true, port);
    return v4 > v6 ? v4 : v6;
}

static int listen_at(uint16_t port) {
    struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons(port)};
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0) {
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (bx_bind(fd, (struct sockaddr *)&any, sizeof any) != 0 || bx_listen(fd, SOMAXCONN) != 0) {
            int error = errno;
            close(fd);
            errno = error;
            return -1;
        }
    }
    return fd;
}

static void say_taken(const struct bx_served *served, enum place place) {
    static bool said[65536];
    if (said[served->port]) {
        return;
    }
    said[served->port] = true;
    if (errno == EADDRINUSE && place == EVERYWHERE) {
        fprintf(stderr,
                "boxer: the program listens on all addresses of the host at port %u: nodes of this host reach it there directly, nodes\n"
                "  of other hosts do not reach it\n"
                "  what helps: let it listen on 127.0.0.1, or at another port: --serve %u=PORT\n",
                served->local_port, served->port);
    } else {
        fprintf(stderr, "boxer: this node cannot listen at port %u: %s\n", served->port, strerror(errno));
    }
}

int bx_serve_look(struct bx_ways *ways, int listeners[BX_MOST_WAYS]) {
    static unsigned looks;
    bool all = true;
    for (size_t i = 0; i < ways->served_count; i++) {
        enum place place = where_program_listens(ways->served[i].local_port);
        if (place == NOWHERE && listeners[i] >= 0) {
            close(listeners[i]);
            listeners[i] = -1;
            looks = 0;
        } else if (place != NOWHERE && listeners[i] < 0) {
            listeners[i] = listen_at(ways->served[i].port);
            if (listeners[i] < 0) {
                say_taken(&ways->served[i], place);
            }
        }
        all &= listeners[i] >= 0;
    }
    looks++;
    return ways->served_count == 0 ? -1 : all || looks > MANY_LOOKS ? LATER_MILLIS : SOON_MILLIS;
}

// By the kernel: 127.0.0.1 is the host's here.
int bx_serve_connect(const struct bx_served *served) {
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(served->local_port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in6 v6 = {
        .sin6_family = AF_INET6, .sin6_port = htons(served->local_port), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    bool six = where_program_listens(served->local_port) == ON_LOOPBACK6;
    int on = 1;
    int fd = socket(six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return -1;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(fd, six ? (struct sockaddr *)&v6 : (struct sockaddr *)&v4, six ? sizeof v6 : sizeof v4) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}
