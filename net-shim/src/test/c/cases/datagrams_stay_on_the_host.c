// SPDX-License-Identifier: Apache-2.0
#include "../harness.h"

static int datagrams(void) { return socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0); }

static void alpha(void) {
    struct sockaddr_in to = v4(node(BETA), 7000);
    struct sockaddr_in far = v4(10u << 24 | (uint32_t)overlay() << 16 | 201 << 8 | 5, 7000);
    struct iovec one = {"x", 1};
    struct msghdr message = {.msg_iov = &one, .msg_iovlen = 1, .msg_name = &to, .msg_namelen = sizeof to};
    struct mmsghdr messages[1] = {{.msg_hdr = message}};
    int fd = datagrams();
    if (is_served()) {
        skip("sends to nodes", "the seccomp front end does not see datagrams");
    } else {
        fails(sendto(fd, "x", 1, 0, (struct sockaddr *)&to, sizeof to), ENETUNREACH, "sendto a node");
        fails(sendto(fd, "x", 1, 0, (struct sockaddr *)&far, sizeof far), ENETUNREACH, "sendto a node of another host");
        fails(sendmsg(fd, &message, 0), ENETUNREACH, "sendmsg to a node");
        fails(sendmmsg(fd, messages, 1, 0), ENETUNREACH, "sendmmsg to a node");
    }

    struct sockaddr_in local = v4(INADDR_LOOPBACK, 0);
    int receiver = datagrams();
    char got;
    bind(receiver, (struct sockaddr *)&local, sizeof local);
    same_text(own_of(receiver), text("127.0.0.1:%d", port_of(receiver)), "a socket on 127.0.0.1");
    local.sin_port = htons((uint16_t)port_of(receiver));
    same(sendto(fd, "x", 1, 0, (struct sockaddr *)&local, sizeof local), 1, "sendto 127.0.0.1");
    same(recv(receiver, &got, 1, 0), 1, "arrives");
    same(connect(fd, (struct sockaddr *)&local, sizeof local), 0, "connect to 127.0.0.1");
    same(send(fd, "x", 1, 0), 1, "send");
    same(recv(receiver, &got, 1, 0), 1, "arrives");

    int asking = datagrams(); // what is my address?
    same(connect(asking, (struct sockaddr *)&to, sizeof to), 0, "connect to a node");
    ok(strncmp(own_of(asking), node_at(ALPHA, 0), strlen(node_at(ALPHA, 0)) - 1) == 0, "shows our address: %s", own_of(asking));
    same_text(peer_of(asking), node_at(BETA, 7000), "and theirs");
}

PARTS({"alpha", alpha})
