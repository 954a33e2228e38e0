// SPDX-License-Identifier: Apache-2.0
// On TCP: MSG_FASTOPEN connects and sends (the seccomp front end refuses it, as a kernel that does not have it); without it a destination says nothing on a connected socket.
#include "../harness.h"

static int listener;
static struct sockaddr_in to;

static void arrives(int fd, long sent, const char *what) {
    char got[8] = "";
    same(sent, 5, what);
    int other = accept_from(listener, NULL);
    ok(recv(other, got, 5, MSG_WAITALL) == 5 && memcmp(got, "hello", 5) == 0, "arrives");
    same_text(peer_of(other), node_at(ALPHA, port_of(fd)), "from us");
    close(other);
    close(fd);
}

static struct msghdr message_of(struct iovec *one, bool named) {
    return (struct msghdr){.msg_iov = one,
                           .msg_iovlen = 1,
                           .msg_name = named ? &to : NULL,
                           .msg_namelen = named ? sizeof to : 0};
}

static void fast_open(void) {
    struct iovec one = {"hello", 5};
    struct msghdr message = message_of(&one, true);
    struct mmsghdr messages[1] = {{.msg_hdr = message}};
    int fd = stream(AF_INET);
    arrives(fd, sendto(fd, "hello", 5, MSG_FASTOPEN, (struct sockaddr *)&to, sizeof to), "sendto, MSG_FASTOPEN");
    fd = stream(AF_INET);
    arrives(fd, sendmsg(fd, &message, MSG_FASTOPEN), "sendmsg, MSG_FASTOPEN");
    fd = stream(AF_INET);
    same(sendmmsg(fd, messages, 1, MSG_FASTOPEN), 1, "sendmmsg, MSG_FASTOPEN");
    arrives(fd, messages[0].msg_len, "its length");
    int private_one = listening(INADDR_LOOPBACK, 0);
    struct sockaddr_in local = v4(INADDR_LOOPBACK, port_of(private_one));
    fd = stream(AF_INET);
    same(sendto(fd, "x", 1, MSG_FASTOPEN, (struct sockaddr *)&local, sizeof local), 1, "sendto 127.0.0.1, MSG_FASTOPEN");
    ok(accept(private_one, NULL, NULL) >= 0, "arrives at the node's own");
    struct sockaddr_in nobody = v4(node(NOBODY), 7000);
    fails(sendto(stream(AF_INET), "x", 1, MSG_FASTOPEN | MSG_NOSIGNAL, (struct sockaddr *)&nobody, sizeof nobody), ECONNREFUSED,
          "nobody is there");
}

static void no_fast_open(void) {
    struct iovec one = {"hello", 5};
    struct msghdr message = message_of(&one, true);
    struct mmsghdr messages[1] = {{.msg_hdr = message}};
    int fd = stream(AF_INET);
    fails(sendto(fd, "hello", 5, MSG_FASTOPEN, (struct sockaddr *)&to, sizeof to), EOPNOTSUPP, "sendto, MSG_FASTOPEN");
    fails(sendmsg(fd, &message, MSG_FASTOPEN), EOPNOTSUPP, "sendmsg, MSG_FASTOPEN");
    fails(sendmmsg(fd, messages, 1, MSG_FASTOPEN), EOPNOTSUPP, "sendmmsg, MSG_FASTOPEN");
    same(connect(fd, (struct sockaddr *)&to, sizeof to), 0, "connect then");
    arrives(fd, send(fd, "hello", 5, 0), "send");
}

static void connected(void) {
    struct iovec one = {"hello", 5};
    struct msghdr message = message_of(&one, true);
    struct mmsghdr messages[1] = {{.msg_hdr = message}};
    int fd = dial(node(ALPHA), port_of(listener));
    arrives(fd, sendto(fd, "hello", 5, 0, (struct sockaddr *)&to, sizeof to), "sendto, connected");
    fd = dial(node(ALPHA), port_of(listener));
    arrives(fd, sendmsg(fd, &message, 0), "sendmsg, connected");
    fd = dial(node(ALPHA), port_of(listener));
    same(sendmmsg(fd, messages, 1, 0), 1, "sendmmsg, connected");
    arrives(fd, messages[0].msg_len, "its length");
    fails(sendto(stream(AF_INET), "x", 1, MSG_NOSIGNAL, (struct sockaddr *)&to, sizeof to), EPIPE, "not connected");
}

static void alpha(void) {
    listener = listening(0, 0);
    to = v4(node(ALPHA), port_of(listener));
    if (is_served()) {
        no_fast_open();
    } else {
        fast_open();
    }
    connected();
    int on = 1;
    int fd = stream(AF_INET);
    setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &on, sizeof on);
    same(connect(fd, (struct sockaddr *)&to, sizeof to), 0, "TCP_FASTOPEN_CONNECT");
    arrives(fd, send(fd, "hello", 5, 0), "send");
}

PARTS({"alpha", alpha})
