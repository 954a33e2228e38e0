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

bool bx_listens(enum bx_side side, uint16_t port) {
    int before = errno;
    struct bx_endpoint real = bx_real(bx_node.self, side, bx_node.self.ip, port);
    struct question question = about(real);
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    union {
        struct nlmsghdr header;
        unsigned char bytes[1024];
    } answer;
    int fd = BX_NEXT(socket)(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    bool listens = false;
    if (fd >= 0 &&
        BX_NEXT(sendto)(fd, &question, sizeof question, 0, (struct sockaddr *)&kernel, sizeof kernel) == sizeof question) {
        ssize_t got = BX_NEXT(recv)(fd, &answer, sizeof answer, MSG_DONTWAIT); // it answers before sendto() returns
        listens = got >= (ssize_t)NLMSG_LENGTH(sizeof(struct inet_diag_msg)) &&
                  answer.header.nlmsg_type == SOCK_DIAG_BY_FAMILY && is_at(NLMSG_DATA(&answer.header), real.ip);
    }
    if (fd >= 0) {
        BX_NEXT(close)(fd);
    }
    errno = before;
    return listens;
}
