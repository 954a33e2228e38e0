// SPDX-License-Identifier: Apache-2.0
// A connection that was accepted for a program which then had no descriptor free for it. The kernel would have left it in the
// queue; we have it in our hands. So it is kept, and rung for at the listener as for a connection from another host (claim.c):
// whoever waits there is woken again, and gets it with the next accept().
#include "keep.h"
#include "shim.h"
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#define MOST_KEPT 1024

static struct kept {
    uint16_t port; // of the doorbell; 0: none is here
    int doorbell;
    int connection;
    uint32_t ip; // who is at its other end, as the program is to see it
    uint16_t peer_port;
} kept[MOST_KEPT];
static int used; // no entry from here on is one
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void hang_up(int doorbell) {
    struct linger at_once = {.l_onoff = 1}; // else its port is taken for a minute
    setsockopt(doorbell, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(doorbell);
}

static bool is_over(int doorbell) {
    struct pollfd now = {.fd = doorbell, .events = POLLRDHUP};
    return poll(&now, 1, 0) > 0 && (now.revents & (POLLERR | POLLHUP | POLLRDHUP)) != 0;
}

// The listeners of some may have gone; their connections go too, as the kernel's would. With the lock.
static void forget_lost(void) {
    for (struct kept *one = kept; one < kept + used; one++) {
        if (one->port != 0 && is_over(one->doorbell)) {
            hang_up(one->doorbell);
            close(one->connection);
            one->port = 0;
        }
    }
}

// A connection to this listener in the making, from the doorbells' address. -1: it cannot be reached.
static int ring(int listener, uint16_t *port) {
    struct sockaddr_storage at;
    struct sockaddr_storage to;
    struct sockaddr_storage from;
    socklen_t size = sizeof at;
    if (getsockname(listener, (struct sockaddr *)&at, &size) != 0) {
        return -1;
    }
    struct bx_sockaddr real = bx_read((struct sockaddr *)&at, size);
    socklen_t length = bx_write(&from, false, (struct bx_endpoint){bx_doorbell(bx_node.self), 0});
    int doorbell = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    size = sizeof from;
    if (doorbell < 0 || (real.form != BX_V4 && real.form != BX_V4_IN_V6) || bind(doorbell, (struct sockaddr *)&from, length) != 0 ||
        getsockname(doorbell, (struct sockaddr *)&from, &size) != 0) {
        close(doorbell);
        return -1;
    }
    *port = bx_read((struct sockaddr *)&from, size).at.port;
    length = bx_write(&to, false, real.at);
    // before it rings somebody may ask what for: with the lock that waits
    if (connect(doorbell, (struct sockaddr *)&to, length) != 0 && errno != EINPROGRESS) {
        hang_up(doorbell);
        return -1;
    }
    return doorbell;
}

bool bx_keep(int listener, int connection, struct bx_endpoint peer) {
    struct kept *one = kept;
    pthread_mutex_lock(&lock);
    forget_lost();
    while (one < kept + used && one->port != 0) {
        one++;
    }
    int doorbell = one < kept + MOST_KEPT ? ring(listener, &one->port) : -1;
    if (doorbell >= 0) {
        one->doorbell = doorbell;
        one->connection = connection;
        one->ip = peer.ip;
        one->peer_port = peer.port;
        used += one == kept + used;
    } else if (one < kept + MOST_KEPT) {
        one->port = 0;
    }
    pthread_mutex_unlock(&lock);
    return doorbell >= 0;
}

int bx_take_kept(uint16_t port, struct bx_endpoint *peer) {
    int connection = -1;
    pthread_mutex_lock(&lock);
    for (struct kept *one = kept; one < kept + used && connection < 0; one++) {
        if (one->port == port) {
            hang_up(one->doorbell);
            connection = one->connection;
            *peer = (struct bx_endpoint){one->ip, one->peer_port};
            one->port = 0;
        }
    }
    pthread_mutex_unlock(&lock);
    return connection;
}
