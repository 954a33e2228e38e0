// SPDX-License-Identifier: Apache-2.0
#include "observe.h"
#include "shim.h"
#include <linux/in6.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SCTP 132
#define DCCP 33
#define OWN_RESOLVER_PORT 9 // Go connects a datagram socket there to learn which address it would use

static struct bx_sockaddr read_address(pid_t thread, uint64_t from, uint64_t length) {
    struct sockaddr_storage address = {0};
    size_t count = length > sizeof address ? sizeof address : (size_t)length;
    return from != 0 && bx_read_memory(thread, from, &address, count) ? bx_read((struct sockaddr *)&address, (socklen_t)count)
                                                                      : (struct bx_sockaddr){.form = BX_OTHER};
}

static bool is_node(struct bx_sockaddr at) {
    return (at.form == BX_V4 || at.form == BX_V4_IN_V6) && bx_in_overlay(bx_node.self, at.at.ip);
}

void bx_look_at_socket(const struct seccomp_data *call) {
    int family = (int)call->args[0];
    int type = (int)call->args[1] & 0xf;
    int protocol = (int)call->args[2];
    if (family == AF_PACKET || ((family == AF_INET || family == AF_INET6) && type == SOCK_RAW)) {
        bx_found("raw-socket", "%s", family == AF_PACKET ? "AF_PACKET" : "SOCK_RAW");
    } else if ((family == AF_INET || family == AF_INET6) && (protocol == SCTP || protocol == DCCP)) {
        bx_found("other-protocol", "%s", protocol == SCTP ? "SCTP" : "DCCP");
    }
}

void bx_look_at_option(pid_t thread, const struct seccomp_data *call) {
    int level = (int)call->args[1];
    int option = (int)call->args[2];
    char device[17] = "";
    if (level == SOL_SOCKET && option == SO_BINDTODEVICE && call->args[4] > 0) {
        (void)bx_read_memory(thread, call->args[3], device, call->args[4] < 16 ? (size_t)call->args[4] : 16);
        if (*device != '\0') {
            bx_found("bind-to-device", "%s", device);
        }
    } else if ((level == IPPROTO_IP && (option == IP_ADD_MEMBERSHIP || option == IP_ADD_SOURCE_MEMBERSHIP)) ||
               (level == IPPROTO_IPV6 && option == IPV6_JOIN_GROUP) ||
               ((level == IPPROTO_IP || level == IPPROTO_IPV6) && (option == MCAST_JOIN_GROUP || option == MCAST_JOIN_SOURCE_GROUP))) {
        bx_found("multicast", "joined a group");
    } else if (level == IPPROTO_TCP && option == TCP_FASTOPEN_CONNECT) {
        bx_found("fast-open", "TCP_FASTOPEN_CONNECT");
    }
}

// A destination of datagrams. The library refuses those to nodes before the kernel sees them (send.c).
void bx_look_at_send(pid_t thread, const struct seccomp_data *call) {
    struct msghdr message = {0};
    struct bx_sockaddr to;
    if (call->nr == SYS_sendto) {
        to = read_address(thread, call->args[4], call->args[5]);
    } else { // of sendmmsg, the first
        to = bx_read_memory(thread, call->args[1], &message, sizeof message)
                 ? read_address(thread, (uint64_t)message.msg_name, message.msg_namelen)
                 : (struct bx_sockaddr){.form = BX_OTHER};
    }
    if (!is_node(to)) {
        return;
    }
    int fd = bx_copy_descriptor(thread, (int)call->args[0]);
    if (fd >= 0 && !bx_is_stream(fd)) {
        bx_found("datagrams-to-node", "sent");
    }
    if (fd >= 0) {
        close(fd);
    }
}

void bx_look_at_bind(pid_t thread, int fd, const struct seccomp_data *call) {
    struct bx_sockaddr at = read_address(thread, call->args[1], call->args[2]);
    if (!bx_is_stream(fd) && at.form != BX_OTHER && at.at.port != 0) {
        bx_found("datagram-listener", "port %u", (unsigned)at.at.port);
    }
}

// Which port it is to be is not known here: the library has parked it (bind.c).
void bx_look_at_listen(int fd) {
    int domain = 0;
    socklen_t size = sizeof domain;
    if (bx_is_stream(fd) && getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_INET6 && bx_only_v6(fd)) {
        bx_found("ipv6-only-listener", "%s", "");
    }
}

// Resolvers connect datagram sockets only to learn which address they would have: the C library, Go.
void bx_look_at_connect(pid_t thread, int fd, const struct seccomp_data *call) {
    struct bx_sockaddr to = read_address(thread, call->args[1], call->args[2]);
    char file[256];
    if (is_node(to) && !bx_is_stream(fd) && to.at.port != 0 && to.at.port != OWN_RESOLVER_PORT &&
        bx_find_origin(thread, call->instruction_pointer, file, sizeof file) != BX_IN_LIBRARY) {
        bx_found("datagrams-to-node", "connected");
    }
}
