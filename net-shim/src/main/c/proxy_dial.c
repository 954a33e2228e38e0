// SPDX-License-Identifier: Apache-2.0
// Where the proxy's connections go: by the code of the other front ends, else by the kernel.
#include "dns.h"
#include "proxy.h"
#include "shim.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

int bx_dial_address(const struct sockaddr_storage *to, socklen_t length) {
    int on = 1;
    int fd = socket(to->ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return -1;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    int result = bx_connect(fd, (const struct sockaddr *)to, length);
    if (result == BX_UNCHANGED) {
        result = connect(fd, (const struct sockaddr *)to, length);
    }
    if (result != 0) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

int bx_dial(const char *host, uint16_t port) {
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    struct sockaddr_storage to = {0};
    uint32_t ip;
    if (inet_pton(AF_INET6, host, &v6.sin6_addr) == 1) {
        memcpy(&to, &v6, sizeof v6);
        return bx_dial_address(&to, sizeof v6);
    }
    if (inet_pton(AF_INET, host, &v4.sin_addr) != 1) {
        int error = strcasecmp(host, "localhost") == 0 ? 0 : bx_dns_resolve(host, &ip);
        if (strcasecmp(host, "localhost") == 0) {
            ip = BX_LOOPBACK;
        } else if (error != 0) {
            error = bx_dns_ask(host, &ip);
        }
        if (error != 0) {
            errno = error;
            return -1;
        }
        v4.sin_addr.s_addr = htonl(ip);
    }
    memcpy(&to, &v4, sizeof v4);
    return bx_dial_address(&to, sizeof v4);
}
