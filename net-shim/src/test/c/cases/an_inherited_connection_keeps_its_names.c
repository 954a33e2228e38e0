// SPDX-License-Identifier: Apache-2.0
// bash's exec 3<>/dev/tcp/…: another program takes over a connected descriptor; so does one that gets it through a Unix socket.
#include "../harness.h"
#include <fcntl.h>

static void program_that_inherits(void) {
    int fd = atoi(argument(0));
    say(TALK, "%s", own_of(fd));
    say(TALK, "%s", peer_of(fd));
}

static void program_that_receives(void) {
    char byte;
    char control[CMSG_SPACE(sizeof(int))];
    struct iovec one = {&byte, 1};
    struct msghdr message = {.msg_iov = &one, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    int fd;
    if (recvmsg(TALK, &message, 0) != 1 || CMSG_FIRSTHDR(&message) == NULL) {
        bail_out("recvmsg");
    }
    memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
    say(TALK, "%s", own_of(fd));
    say(TALK, "%s", peer_of(fd));
}

static void pass(int talk, int fd) {
    char byte = 'x';
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {.header = {.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
    struct iovec one = {&byte, 1};
    struct msghdr message = {.msg_iov = &one, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    memcpy(CMSG_DATA(&control.header), &fd, sizeof fd);
    if (sendmsg(talk, &message, 0) != 1) {
        bail_out("sendmsg");
    }
}

static void alpha(void) {
    int listener = listening(0, 0);
    int fd = dial(node(ALPHA), port_of(listener));
    const char *own = node_at(ALPHA, port_of(fd));
    const char *peer = node_at(ALPHA, port_of(listener));
    fcntl(fd, F_SETFD, 0);
    char *const nothing[] = {(char *)preloaded(), (char *)variable("alpha"), NULL};
    struct child other = start_with("inherits", nothing, text("%d", fd));
    same_text(hear(other.talk), own, "another program: its own end");
    same_text(hear(other.talk), peer, "another program: the other end");
    finish(&other);

    const char *const nodes[] = {"alpha", "beta"};
    for (int i = 0; i < 2; i++) {
        other = start("receives", nodes[i], NULL);
        pass(other.talk, fd);
        same_text(hear(other.talk), own, text("passed to node %s: our end", nodes[i]));
        same_text(hear(other.talk), peer, text("passed to node %s: the other end", nodes[i]));
        finish(&other);
    }
}

PARTS({"alpha", alpha}, {"inherits", program_that_inherits}, {"receives", program_that_receives})
