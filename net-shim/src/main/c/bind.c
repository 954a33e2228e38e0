// SPDX-License-Identifier: Apache-2.0
#include "next.h"
#include "shim.h"
#include "wire.h"
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

// Where a TCP bind goes.
enum place {
    AS_ASKED,    // an address of the host, or no internet address: the kernel's call
    NOT_OURS,    // an overlay address of another node: EADDRNOTAVAIL
    LATER,       // any address, any port: taken at listen() or getsockname(), for a connect() may follow instead
    PUBLIC_SIDE, // any address or the node's own
    PRIVATE_SIDE,
    PARKED, // IPv6 only: nothing in an overlay can reach it, but an error would stop programs that insist on it
};

static enum place place_of(struct bx_sockaddr asked, bool only_v6) {
    switch (asked.form) {
    case BX_OTHER:
        return AS_ASKED;
    case BX_ANY6:
        return only_v6 ? PARKED : asked.at.port == 0 ? LATER : PUBLIC_SIDE;
    case BX_LOOPBACK6:
        return only_v6 ? PARKED : PRIVATE_SIDE;
    default:
        if (asked.at.ip == 0) {
            return asked.at.port == 0 ? LATER : PUBLIC_SIDE;
        }
        if (asked.at.ip >> 24 == 127) {
            return PRIVATE_SIDE;
        }
        if (!bx_in_overlay(bx_node.self, asked.at.ip)) {
            return AS_ASKED;
        }
        return asked.at.ip == bx_node.self.ip ? PUBLIC_SIDE : NOT_OURS;
    }
}

static int bind_side(int fd, bool v6, enum bx_side side, uint16_t port) {
    struct sockaddr_storage real;
    socklen_t size = bx_write(&real, v6, bx_real(bx_node.self, side, bx_node.self.ip, port));
    return BX_NEXT(bind)(fd, (struct sockaddr *)&real, size);
}

static int park(int fd) {
    struct sockaddr_in6 loopback = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    return BX_NEXT(bind)(fd, (struct sockaddr *)&loopback, sizeof loopback);
}

static bool is_bound(int fd, bool *v6) {
    struct sockaddr_storage own;
    socklen_t size = sizeof own;
    if (BX_NEXT(getsockname)(fd, (struct sockaddr *)&own, &size) != 0) {
        return true;
    }
    struct bx_sockaddr at = bx_read((struct sockaddr *)&own, size);
    *v6 = own.ss_family == AF_INET6;
    bool nowhere = at.form == BX_ANY6 || (at.form == BX_V4 && at.at.ip == 0);
    return at.form == BX_OTHER || !nowhere || at.at.port != 0;
}

static bool is_marked_later(int fd) {
    int later = 0;
    socklen_t size = sizeof later;
    return getsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &later, &size) == 0 && later != 0;
}

// Sets or clears the mark. It is in the kernel's socket, so whoever has a descriptor of it sees it. Not all kernels have it.
static bool mark_later(int fd, int later) {
    int before = errno;
    bool done = setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &later, sizeof later) == 0;
    errno = before;
    return done;
}

static int bind_later(int fd, bool v6) {
    bool is_v6;
    if (is_bound(fd, &is_v6) || is_v6 != v6) {
        errno = EINVAL;
        return -1;
    }
    return mark_later(fd, 1) ? 0 : bind_side(fd, v6, BX_PUBLIC, 0);
}

// Gives a socket that has no address yet one of this node and a port of the kernel's choice.
static int bind_anywhere(int fd, bool v6) {
    mark_later(fd, 0);
    return v6 && bx_only_v6(fd) ? park(fd) : bind_side(fd, v6, BX_PUBLIC, 0);
}

void bx_bind_if_marked(int fd) {
    bool v6;
    if (is_marked_later(fd) && !is_bound(fd, &v6)) {
        (void)bind_anywhere(fd, v6);
    }
}

// For Linux, any address of no family is one of IPv4.
static struct bx_sockaddr read_asked(const struct sockaddr *address, socklen_t length) {
    struct sockaddr_in any;
    if (address != NULL && length >= sizeof any) {
        memcpy(&any, address, sizeof any);
        if (any.sin_family == AF_UNSPEC && any.sin_addr.s_addr == 0) {
            any.sin_family = AF_INET;
            return bx_read((struct sockaddr *)&any, sizeof any);
        }
    }
    return bx_read(address, length);
}

// Outcomes: the kernel's own; EADDRNOTAVAIL for the overlay address of another node.
int bx_bind(int fd, const struct sockaddr *address, socklen_t length) {
    struct bx_sockaddr asked = read_asked(address, length);
    if (asked.form == BX_OTHER) {
        return BX_UNCHANGED;
    }
    bool v6 = asked.form != BX_V4;
    enum place place = place_of(asked, v6 && bx_only_v6(fd));
    if (!bx_is_stream(fd)) {
        // datagrams stay on the host; only the node's own address has to be translated
        return asked.at.ip == bx_node.self.ip ? bind_side(fd, v6, BX_PUBLIC, asked.at.port) : BX_UNCHANGED;
    }
    switch (place) {
    case NOT_OURS:
        errno = EADDRNOTAVAIL;
        return -1;
    case LATER:
        return bind_later(fd, v6);
    case PUBLIC_SIDE:
        return bind_side(fd, v6, BX_PUBLIC, asked.at.port);
    case PRIVATE_SIDE:
        return bind_side(fd, v6, BX_PRIVATE, asked.at.port);
    case PARKED:
        return park(fd);
    default:
        return BX_UNCHANGED;
    }
}

// Tells the supervisor where this node listens: 127.0.0.1 and the nodes of other hosts depend on it.
static void announce(int fd) {
    struct sockaddr_storage own;
    socklen_t size = sizeof own;
    uint64_t cookie = 0;
    socklen_t cookie_size = sizeof cookie;
    struct bx_endpoint seen;
    struct bx_answer ignored;
    if (BX_NEXT(getsockname)(fd, (struct sockaddr *)&own, &size) != 0) {
        return;
    }
    struct bx_sockaddr at = bx_read((struct sockaddr *)&own, size);
    if ((at.form != BX_V4 && at.form != BX_V4_IN_V6) || !bx_virtual(bx_node.self, at.at, &seen)) {
        return;
    }
    getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &cookie_size);
    struct bx_request request = {
        .verb = BX_VERB_LISTEN,
        .side = bx_is_private(bx_node.self, at.at.ip) ? 2 : 1,
        .port = seen.port,
        .address = bx_node.self.ip,
        .cookie = cookie,
    };
    // a supervisor that is away changes nothing for the nodes of this host
    (void)bx_ask(&request, &ignored);
}

int bx_listen(int fd, int backlog) {
    bool v6;
    if (!bx_is_stream(fd)) {
        return BX_UNCHANGED;
    }
    // the kernel would choose a port on all addresses of the host
    if (!is_bound(fd, &v6) && bind_anywhere(fd, v6) != 0) {
        return -1;
    }
    int result = BX_NEXT(listen)(fd, backlog);
    if (result == 0) {
        announce(fd);
    }
    return result;
}
