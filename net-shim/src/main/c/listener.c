// SPDX-License-Identifier: Apache-2.0
// Whether the node itself listens on a port: the kernel knows (sock_diag, ss uses it too), without a table that grows stale.
#include "next.h"
#include "shim.h"
#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

#define LISTENING 10 // TCP_LISTEN of the kernel

struct question {
    struct nlmsghdr header;
    struct inet_diag_req_v2 socket;
};

union answer {
    struct nlmsghdr header;
    unsigned char bytes[1024];
};

// The socket that would get a connection to this address.
static struct question about(struct bx_endpoint real) {
    return (struct question){
        .header = {.nlmsg_len = sizeof(struct question), .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST},
        .socket = {.sdiag_family = AF_INET,
                   .sdiag_protocol = IPPROTO_TCP,
                   .idiag_states = 1u << LISTENING,
                   .id = {.idiag_sport = htons(real.port),
                          .idiag_src = {htonl(real.ip)},
                          .idiag_dst = {htonl(real.ip)},
                          .idiag_cookie = {INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE}}},
    };
}

// A listener on all addresses is none of ours: a program of the host has it.
static bool is_at(const struct inet_diag_msg *found, uint32_t ip) {
    return found->idiag_state == LISTENING && ntohl(found->id.idiag_src[found->idiag_family == AF_INET6 ? 3 : 0]) == ip;
}

// One question and the beginning of its answer. False: the kernel does not say.
static bool ask(int fd, const struct question *question, union answer *answer, ssize_t *got) {
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    if (BX_NEXT(sendto)(fd, question, sizeof *question, 0, (struct sockaddr *)&kernel, sizeof kernel) != sizeof *question) {
        return false;
    }
    *got = BX_NEXT(recv)(fd, answer, sizeof *answer, MSG_DONTWAIT); // it answers before sendto() returns
    return *got >= (ssize_t)sizeof answer->header;
}

static int error_of(const union answer *answer, ssize_t got) {
    return got >= (ssize_t)NLMSG_LENGTH(sizeof(int)) ? -*(const int *)NLMSG_DATA(&answer->header) : EPROTO;
}

// That nothing was found is said in the same words as that this kernel cannot look: one without tcp_diag. So it is asked for all
// sockets in none of the states, which costs it nothing.
static bool can_look(int fd) {
    struct question question = about((struct bx_endpoint){0, 0});
    union answer answer;
    ssize_t got;
    question.header.nlmsg_flags |= NLM_F_DUMP;
    question.socket.idiag_states = 0;
    return ask(fd, &question, &answer, &got) && answer.header.nlmsg_type == NLMSG_DONE && error_of(&answer, got) == 0;
}

static enum bx_listening look(int fd, struct bx_endpoint real) {
    struct question question = about(real);
    union answer answer;
    ssize_t got;
    if (!ask(fd, &question, &answer, &got)) {
        return BX_UNKNOWN;
    }
    if (answer.header.nlmsg_type == SOCK_DIAG_BY_FAMILY && got >= (ssize_t)NLMSG_LENGTH(sizeof(struct inet_diag_msg))) {
        return is_at(NLMSG_DATA(&answer.header), real.ip) ? BX_LISTENS : BX_NOBODY;
    }
    return answer.header.nlmsg_type == NLMSG_ERROR && error_of(&answer, got) == ENOENT && can_look(fd) ? BX_NOBODY : BX_UNKNOWN;
}

enum bx_listening bx_own_listener(uint16_t port, enum bx_side *side) {
    int before = errno;
    int fd = BX_NEXT(socket)(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    enum bx_listening found = fd < 0 ? BX_UNKNOWN : BX_NOBODY;
    for (int i = 0; i < 2 && found == BX_NOBODY; i++) {
        *side = i == 0 ? BX_PRIVATE : BX_PUBLIC;
        found = look(fd, bx_real(bx_node.self, *side, bx_node.self.ip, port));
    }
    if (fd >= 0) {
        BX_NEXT(close)(fd);
    }
    errno = before;
    return found;
}
