// SPDX-License-Identifier: Apache-2.0
// Null, small and unaligned buffers, and the flags of accept4.
#include "../harness.h"
#include <fcntl.h>

static int listener;

static void connect_one(void) {
    if (dial(node(ALPHA), port_of(listener)) < 0) {
        bail_out("connect");
    }
}

static void nothing(void) {
    connect_one();
    ok(accept(listener, NULL, NULL) >= 0, "accept without a buffer");
    connect_one();
    ok(accept4(listener, NULL, NULL, 0) >= 0, "accept4 without a buffer");
}

static void flags(void) {
    connect_one();
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    same(fcntl(fd, F_GETFL) & O_NONBLOCK, O_NONBLOCK, "SOCK_NONBLOCK");
    same(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC, "SOCK_CLOEXEC");
    connect_one();
    fd = accept4(listener, NULL, NULL, 0);
    same(fcntl(fd, F_GETFL) & O_NONBLOCK, 0, "no SOCK_NONBLOCK");
    same(fcntl(fd, F_GETFD) & FD_CLOEXEC, 0, "no SOCK_CLOEXEC");
    if (is_glibc()) { // musl then calls accept()
        fails(accept4(listener, NULL, NULL, 1 << 30), EINVAL, "flags that are none");
    }
}

// As the kernel: no more than there is room for is written, and the whole length is said.
static void small(void) {
    for (socklen_t room = 0; room <= sizeof(struct sockaddr_in); room += 4) {
        unsigned char buffer[32];
        socklen_t size = room;
        memset(buffer, 0xaa, sizeof buffer);
        connect_one();
        int fd = accept(listener, (struct sockaddr *)buffer, &size);
        struct sockaddr_storage whole;
        socklen_t whole_size = sizeof whole;
        getpeername(fd, (struct sockaddr *)&whole, &whole_size);
        bool right = fd >= 0 && size == sizeof(struct sockaddr_in) && memcmp(buffer, &whole, room) == 0;
        for (size_t i = room; i < sizeof buffer; i++) {
            right = right && buffer[i] == 0xaa;
        }
        ok(right, "a buffer of %d bytes", (int)room);
        close(fd);
    }
    unsigned char buffer[32];
    memset(buffer, 0xaa, sizeof buffer);
    socklen_t size = 6;
    ok(getsockname(listener, (struct sockaddr *)buffer, &size) == 0 && size == 16 && buffer[6] == 0xaa, "getsockname, 6 bytes");
    fails(getpeername(listener, (struct sockaddr *)buffer, &size), ENOTCONN, "getpeername of a listener");
}

static void unaligned(void) {
    char room[64];
    struct sockaddr *odd = (struct sockaddr *)(room + 1);
    struct sockaddr_in to = v4(node(ALPHA), port_of(listener));
    memcpy(room + 1, &to, sizeof to);
    int fd = stream(AF_INET);
    same(connect(fd, odd, sizeof to), 0, "connect to an unaligned address");
    socklen_t size = sizeof to;
    ok(accept(listener, odd, &size) >= 0, "accept into an unaligned buffer");
    struct sockaddr_storage from = {0};
    memcpy(&from, odd, size);
    same_text(address_text(&from), node_at(ALPHA, port_of(fd)), "which has the peer");
}

static void alpha(void) {
    listener = listening(0, 0);
    nothing();
    flags();
    small();
    unaligned();
    fcntl(listener, F_SETFL, O_NONBLOCK);
    fails(accept(listener, NULL, NULL), EAGAIN, "nobody there, non-blocking");
    fails(accept(-1, NULL, NULL), EBADF, "no descriptor");
    fails(accept(open("/dev/null", O_RDONLY), NULL, NULL), ENOTSOCK, "no socket");
}

PARTS({"alpha", alpha})
