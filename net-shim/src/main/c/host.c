// SPDX-License-Identifier: Apache-2.0
// What a program takes for its host: a name and the addresses of its interfaces.
#include "next.h"
#include "note.h"
#include "shim.h"
#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/utsname.h>

#define NETWORK_MASK 0xffff0000u

BX_EXPORT int gethostname(char *name, size_t size) {
    if (!bx_node.active || name == NULL) {
        return BX_NEXT(gethostname)(name, size);
    }
    bx_note(BX_NOTE_HOST, -1);
    size_t whole = strlen(bx_node.name) + 1;
    memcpy(name, bx_node.name, whole < size ? whole : size);
    if (whole > size) {
        errno = ENAMETOOLONG;
        return -1;
    }
    return 0;
}

BX_EXPORT int uname(struct utsname *about) {
    int result = BX_NEXT(uname)(about);
    if (result == 0 && bx_node.active) {
        bx_note(BX_NOTE_HOST, -1);
        bx_name_host(about);
    }
    return result;
}

static void put(struct sockaddr *to, uint32_t ip) {
    if (to != NULL) {
        struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(ip)};
        memcpy(to, &in, sizeof in);
    }
}

// The first interface that is no loopback carries the overlay address; the host's other addresses are not shown, for no
// node could reach them. The list is the C library's: entries lose their address, none is added or removed.
BX_EXPORT int getifaddrs(struct ifaddrs **list) {
    int result = BX_NEXT(getifaddrs)(list);
    bx_note(BX_NOTE_HOST, -1);
    bool shown = false;
    for (struct ifaddrs *entry = result == 0 && bx_node.active ? *list : NULL; entry != NULL; entry = entry->ifa_next) {
        if (entry->ifa_addr == NULL || (entry->ifa_flags & IFF_LOOPBACK) != 0) {
            continue;
        }
        if (entry->ifa_addr->sa_family == AF_INET && !shown) {
            put(entry->ifa_addr, bx_node.self.ip);
            put(entry->ifa_netmask, NETWORK_MASK);
            put(entry->ifa_broadaddr, bx_node.self.ip | ~NETWORK_MASK);
            shown = true;
        } else if (entry->ifa_addr->sa_family == AF_INET || entry->ifa_addr->sa_family == AF_INET6) {
            entry->ifa_addr = NULL;
        }
    }
    return result;
}
