// SPDX-License-Identifier: Apache-2.0
#include "next.h"
#include "shim.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

static struct bx_sockaddr read_v6(const struct sockaddr_in6 *from) {
    struct bx_sockaddr read = {.form = BX_OTHER, .at = {.ip = 0, .port = ntohs(from->sin6_port)}};
    if (IN6_IS_ADDR_V4MAPPED(&from->sin6_addr)) {
        uint32_t ip;
        memcpy(&ip, from->sin6_addr.s6_addr + 12, sizeof ip);
        read.form = BX_V4_IN_V6;
        read.at.ip = ntohl(ip);
    } else if (IN6_IS_ADDR_UNSPECIFIED(&from->sin6_addr)) {
        read.form = BX_ANY6;
    } else if (IN6_IS_ADDR_LOOPBACK(&from->sin6_addr)) {
        read.form = BX_LOOPBACK6;
    }
    return read;
}

struct bx_sockaddr bx_read(const struct sockaddr *from, socklen_t length) {
    struct sockaddr_storage copy; // what we are given need not be aligned
    memset(&copy, 0, sizeof copy);
    if (from == NULL || length < sizeof copy.ss_family || length > sizeof copy) {
        return (struct bx_sockaddr){.form = BX_OTHER};
    }
    memcpy(&copy, from, length);
    if (copy.ss_family == AF_INET && length >= sizeof(struct sockaddr_in)) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)&copy;
        return (struct bx_sockaddr){.form = BX_V4, .at = {ntohl(v4->sin_addr.s_addr), ntohs(v4->sin_port)}};
    }
    if (copy.ss_family == AF_INET6 && length >= offsetof(struct sockaddr_in6, sin6_scope_id)) {
        return read_v6((const struct sockaddr_in6 *)&copy);
    }
    return (struct bx_sockaddr){.form = BX_OTHER};
}

socklen_t bx_write(struct sockaddr_storage *to, bool v6, struct bx_endpoint at) {
    uint32_t ip = htonl(at.ip);
    memset(to, 0, sizeof *to);
    if (v6) {
        struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)to;
        in6->sin6_family = AF_INET6;
        in6->sin6_port = htons(at.port);
        in6->sin6_addr.s6_addr[10] = 0xff;
        in6->sin6_addr.s6_addr[11] = 0xff;
        memcpy(in6->sin6_addr.s6_addr + 12, &ip, sizeof ip);
        return sizeof *in6;
    }
    struct sockaddr_in *in = (struct sockaddr_in *)to;
    in->sin_family = AF_INET;
    in->sin_port = htons(at.port);
    in->sin_addr.s_addr = ip;
    return sizeof *in;
}

void bx_copy_out(const struct sockaddr_storage *from, socklen_t whole, struct sockaddr *to, socklen_t *length) {
    if (to == NULL || length == NULL) {
        return;
    }
    memcpy(to, from, *length < whole ? *length : whole);
    *length = whole;
}

static bool is_v4(struct bx_sockaddr at) { return at.form == BX_V4 || at.form == BX_V4_IN_V6; }

static bool read_private(const struct sockaddr_storage *end) {
    struct bx_sockaddr at = bx_read((const struct sockaddr *)end, sizeof *end);
    return is_v4(at) && bx_is_private(bx_node.self, at.at.ip);
}

static bool read_foreign(const struct sockaddr_storage *end) {
    struct bx_endpoint seen;
    struct bx_sockaddr at = bx_read((const struct sockaddr *)end, sizeof *end);
    return !is_v4(at) || !bx_virtual(bx_node.self, at.at, &seen);
}

// `seen` is the node's own address, but the connection goes through 127.0.0.1: a listener on all addresses has only one
// real address, and both ends are to agree on how it was reached.
static void show_own_side(struct bx_endpoint *seen, const struct sockaddr_storage *other) {
    if (other != NULL && seen->ip == bx_node.self.ip && read_private(other)) {
        seen->ip = BX_LOOPBACK;
    }
}

void bx_show_own(struct sockaddr_storage *own, socklen_t *length, const struct sockaddr_storage *peer) {
    struct bx_sockaddr real = bx_read((struct sockaddr *)own, *length);
    struct bx_endpoint seen;
    if (is_v4(real) && bx_virtual(bx_node.self, real.at, &seen)) {
        show_own_side(&seen, peer);
        *length = bx_write(own, real.form == BX_V4_IN_V6, seen);
    }
}

void bx_show_peer(struct sockaddr_storage *peer, socklen_t *length, const struct sockaddr_storage *own) {
    struct bx_sockaddr real = bx_read((struct sockaddr *)peer, *length);
    struct bx_endpoint seen;
    if (!is_v4(real)) {
        return;
    }
    if (bx_virtual(bx_node.self, real.at, &seen)) {
        show_own_side(&seen, own);
    } else if (real.at.ip >> 24 == 127 && (own == NULL || !read_foreign(own))) {
        // a program of this host that is no node: it must not pass for this node's own loopback
        seen = (struct bx_endpoint){bx_host(bx_node.self), real.at.port};
    } else {
        return;
    }
    *length = bx_write(peer, real.form == BX_V4_IN_V6, seen);
}

bool bx_is_stream(int fd) {
    int type = 0;
    socklen_t size = sizeof type;
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM;
}

bool bx_only_v6(int fd) {
    int only = 0;
    socklen_t size = sizeof only;
    return getsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only, &size) == 0 && only != 0;
}

void bx_take_source(int fd, bool v6, bool private_side) {
    int before = errno;
    int on = 1;
    struct sockaddr_storage source;
    struct bx_endpoint own =
        bx_real(bx_node.self, private_side ? BX_PRIVATE : BX_PUBLIC, bx_node.self.ip, 0);
    socklen_t size = bx_write(&source, v6, own);
    // the kernel chooses the port when it knows the peer: as many connections as without us
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    // fails where the program has bound it, or at a second connect: then it has its source already
    (void)BX_NEXT(bind)(fd, (struct sockaddr *)&source, size);
    errno = before;
}
