// SPDX-License-Identifier: Apache-2.0
#include "proxy.h"
#include "shim.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define STACK_BYTES (256 * 1024) // two buffers of proxy_pump.c
#define MOST_CONNECTIONS 2048
#define PAUSE_MILLIS 50 // when there is no room

// Written before the first thread.
static struct bx_ways ways;
static int socks = -1;
static int forwarding[BX_MOST_WAYS];
static int serving[BX_MOST_WAYS]; // of the accepting thread

static atomic_int connections;

struct connection {
    int client;
    const struct bx_forward *forward; // null: not one of these
    const struct bx_served *served;
};

static bool read_port(const char *text, char **rest, uint16_t *port) {
    unsigned long value = strtoul(text, rest, 10);
    *port = (uint16_t)value;
    return *rest != text && value > 0 && value < 65536;
}

bool bx_read_way(const char *word, struct bx_ways *to) {
    char *rest;
    if (strncmp(word, "serve:", 6) == 0 && to->served_count < BX_MOST_WAYS) {
        struct bx_served *next = &to->served[to->served_count];
        bool whole = read_port(word + 6, &rest, &next->port) && *rest == ':' && read_port(rest + 1, &rest, &next->local_port) &&
                     *rest == '\0';
        to->served_count += whole;
        return whole;
    }
    if (strncmp(word, "forward:", 8) == 0 && to->forward_count < BX_MOST_WAYS) {
        struct bx_forward *next = &to->forwards[to->forward_count];
        const char *port = strrchr(word, ':');
        if (!read_port(word + 8, &rest, &next->local_port) || *rest != ':' || port <= rest ||
            (size_t)(port - rest) > sizeof next->node) {
            return false;
        }
        memcpy(next->node, rest + 1, (size_t)(port - rest - 1));
        next->node[port - rest - 1] = '\0';
        bool whole = read_port(port + 1, &rest, &next->port) && *rest == '\0' && next->node[0] != '\0';
        to->forward_count += whole;
        return whole;
    }
    return false;
}

static int listener(bool of_node, uint16_t port) {
    struct sockaddr_in loopback = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        return -1;
    }
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    int bound = of_node ? bx_bind(fd, (struct sockaddr *)&loopback, sizeof loopback)
                        : bind(fd, (struct sockaddr *)&loopback, sizeof loopback);
    if (bound != 0 || listen(fd, SOMAXCONN) != 0) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

bool bx_proxy_open(const struct bx_ways *asked, bool with_socks, char *url, size_t room, char *what, size_t what_room) {
    struct sockaddr_in own;
    socklen_t size = sizeof own;
    char ip[INET_ADDRSTRLEN];
    static bool opened; // another front end was tried before
    ways = *asked;
    for (size_t i = 0; i < BX_MOST_WAYS; i++) {
        serving[i] = -1;
    }
    for (size_t i = 0; i < ways.forward_count && !opened; i++) {
        forwarding[i] = listener(false, ways.forwards[i].local_port);
        if (forwarding[i] < 0) {
            snprintf(what, what_room, "port %u of 127.0.0.1 (--forward)", ways.forwards[i].local_port);
            return false;
        }
    }
    opened = true;
    if (!with_socks) {
        ways.served_count = 0;
        return true;
    }
    socks = listener(true, 0);
    if (socks < 0 || getsockname(socks, (struct sockaddr *)&own, &size) != 0 ||
        inet_ntop(AF_INET, &own.sin_addr, ip, sizeof ip) == NULL) {
        snprintf(what, what_room, "a port of this node's own loopback");
        return false;
    }
    snprintf(url, room, "socks5h://%s:%u", ip, (unsigned)ntohs(own.sin_port));
    return true;
}

static void *serve(void *given) {
    struct connection connection = *(struct connection *)given;
    free(given);
    int other = connection.forward != NULL  ? bx_dial(connection.forward->node, connection.forward->port)
                : connection.served != NULL ? bx_serve_connect(connection.served)
                                            : bx_socks_connect(connection.client);
    if (other >= 0) {
        bx_pump(connection.client, other);
    } else if (connection.forward != NULL || connection.served != NULL) {
        bx_reset(connection.client); // there is no other way to say it
    } else {
        close(connection.client);
    }
    atomic_fetch_sub(&connections, 1);
    return NULL;
}

static bool start_thread(void *(*work)(void *), void *with) {
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    bool started = pthread_create(&thread, &attributes, work, with) == 0;
    pthread_attr_destroy(&attributes);
    return started;
}

// False: there is no room for another one
static bool take(int from, const struct bx_forward *forward, const struct bx_served *served) {
    int on = 1;
    struct sockaddr_storage peer;
    socklen_t size = sizeof peer;
    int client = served != NULL ? bx_accept(from, (struct sockaddr *)&peer, &size, SOCK_CLOEXEC, true)
                                : accept4(from, NULL, NULL, SOCK_CLOEXEC);
    if (client < 0) {
        return errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM;
    }
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct connection *connection = malloc(sizeof *connection);
    if (connection != NULL) {
        *connection = (struct connection){client, forward, served};
    }
    if (atomic_fetch_add(&connections, 1) >= MOST_CONNECTIONS || connection == NULL || !start_thread(serve, connection)) {
        atomic_fetch_sub(&connections, 1);
        free(connection);
        bx_reset(client);
        return false;
    }
    return true;
}

static void *accept_all(void *unused) {
    for (;;) {
        struct pollfd wait[2 * BX_MOST_WAYS + 1];
        int pause = bx_serve_look(&ways, serving);
        nfds_t count = 0;
        wait[count++] = (struct pollfd){.fd = socks, .events = POLLIN};
        for (size_t i = 0; i < ways.forward_count; i++) {
            wait[count++] = (struct pollfd){.fd = forwarding[i], .events = POLLIN};
        }
        for (size_t i = 0; i < ways.served_count; i++) {
            wait[count++] = (struct pollfd){.fd = serving[i], .events = POLLIN};
        }
        bool room = true;
        if (poll(wait, count, pause) > 0) {
            const struct pollfd *at = wait;
            room &= (at++)->revents == 0 || take(socks, NULL, NULL);
            for (size_t i = 0; i < ways.forward_count; i++, at++) {
                room &= at->revents == 0 || take(at->fd, &ways.forwards[i], NULL);
            }
            for (size_t i = 0; i < ways.served_count; i++, at++) {
                room &= at->revents == 0 || take(at->fd, NULL, &ways.served[i]);
            }
        }
        if (!room) {
            poll(NULL, 0, PAUSE_MILLIS);
        }
    }
    return unused;
}

bool bx_proxy_start(void) {
    struct rlimit files;
    sigset_t all;
    sigset_t before;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = start_thread(accept_all, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}
