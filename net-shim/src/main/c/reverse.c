// SPDX-License-Identifier: Apache-2.0
// Addresses to names.
#include "next.h"
#include "shim.h"
#include "wire.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

// Whether this is the address of a node; then its name.
static bool reverse(uint32_t ip, char name[BX_TEXT_BYTES + 1]) {
    return bx_node.active && bx_in_overlay(bx_node.self, ip) && bx_look_up_address(ip, name) == 0;
}

BX_EXPORT int getnameinfo(const struct sockaddr *address, socklen_t length, char *host, socklen_t host_size, char *service,
                          socklen_t service_size, int flags) {
    struct bx_sockaddr at = bx_read(address, length);
    char name[BX_TEXT_BYTES + 1];
    if ((flags & NI_NUMERICHOST) != 0 || host == NULL || host_size == 0 || (at.form != BX_V4 && at.form != BX_V4_IN_V6) ||
        !reverse(at.at.ip, name)) {
        return BX_NEXT(getnameinfo)(address, length, host, host_size, service, service_size, flags);
    }
    if (strlen(name) >= host_size) {
        return EAI_OVERFLOW;
    }
    strcpy(host, name);
    return service == NULL || service_size == 0
               ? 0
               : BX_NEXT(getnameinfo)(address, length, NULL, 0, service, service_size, flags & ~NI_NAMEREQD);
}

static bool read_address(const void *address, socklen_t length, int family, uint32_t *ip) {
    if (family != AF_INET || length != sizeof *ip || address == NULL) {
        return false;
    }
    memcpy(ip, address, sizeof *ip);
    *ip = ntohl(*ip);
    return true;
}

BX_EXPORT int gethostbyaddr_r(const void *address, socklen_t length, int family, struct hostent *entry, char *buffer,
                              size_t size, struct hostent **result, int *host_error) {
    uint32_t ip;
    char name[BX_TEXT_BYTES + 1];
    if (!read_address(address, length, family, &ip) || !reverse(ip, name)) {
        return BX_NEXT(gethostbyaddr_r)(address, length, family, entry, buffer, size, result, host_error);
    }
    // the C library fills in all but the name from the numeric form; the name goes behind what it used
    char text[INET_ADDRSTRLEN];
    size_t room = strlen(name) + 1;
    if (size <= room) {
        *result = NULL;
        *host_error = NETDB_INTERNAL;
        return ERANGE;
    }
    inet_ntop(AF_INET, address, text, sizeof text);
    int error = BX_NEXT(gethostbyname_r)(text, entry, buffer, size - room, result, host_error);
    if (error == 0 && *result != NULL) {
        (*result)->h_name = memcpy(buffer + size - room, name, room);
    }
    return error;
}

BX_EXPORT struct hostent *gethostbyaddr(const void *address, socklen_t length, int family) {
    static __thread struct hostent entry;
    static __thread char buffer[1024];
    uint32_t ip;
    struct hostent *result = NULL;
    if (!bx_node.active || !read_address(address, length, family, &ip) || !bx_in_overlay(bx_node.self, ip) ||
        gethostbyaddr_r(address, length, family, &entry, buffer, sizeof buffer, &result, &h_errno) != 0) {
        return BX_NEXT(gethostbyaddr)(address, length, family);
    }
    return result;
}
