// SPDX-License-Identifier: Apache-2.0
#include "../harness.h"
#include <linux/capability.h>
#include <sys/syscall.h>

static void beta(void) {
    int fd = dial(node(ALPHA), 80);
    say(TALK, "%s", fd < 0 ? strerror(errno) : peer_of(fd));
    hear(TALK);
}

// Root may have any port. Only that right goes: another user could perhaps not read this program, to start it once more.
static void give_up_low_ports(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct rights[_LINUX_CAPABILITY_U32S_3];
    if (syscall(SYS_capget, &header, rights) != 0) {
        bail_out("capget");
    }
    rights[0].effective &= ~(1U << CAP_NET_BIND_SERVICE);
    rights[0].permitted &= ~(1U << CAP_NET_BIND_SERVICE);
    if (syscall(SYS_capset, &header, rights) != 0) {
        bail_out("capset");
    }
}

static void alpha(void) {
    give_up_low_ports();
    int public_one = listening(0, 80);
    same_text(own_of(public_one), node_at(ALPHA, 80), "a listener on port 80");
    int private_one = listening(INADDR_LOOPBACK, 80);
    same_text(own_of(private_one), "127.0.0.1:80", "one on port 80 of 127.0.0.1");

    struct child other = start("beta", "beta", NULL);
    const char *peer;
    int fd = accept_from(public_one, &peer);
    same_text(hear(other.talk), node_at(ALPHA, 80), "a peer's getpeername()");
    same_text(own_of(fd), node_at(ALPHA, 80), "our getsockname()");
    ok(strncmp(peer, node_at(BETA, 0), strlen(peer) - 6) == 0, "accept() says %s", peer);
    finish(&other);

    fd = dial(INADDR_LOOPBACK, 80);
    same_text(peer_of(fd), "127.0.0.1:80", "127.0.0.1:80, getpeername()");
    ok(echoes(fd, accept_from(private_one, NULL)), "is the private one");

    struct sockaddr_in low = v4(0, 513);
    struct sockaddr_in to = v4(node(ALPHA), 80);
    fd = stream(AF_INET);
    same(bind(fd, (struct sockaddr *)&low, sizeof low), 0, "a connection from port 513");
    same(connect(fd, (struct sockaddr *)&to, sizeof to), 0, "connects");
    accept_from(public_one, &peer);
    same_text(peer, node_at(ALPHA, 513), "and is seen so");
}

PARTS({"alpha", alpha}, {"beta", beta})
