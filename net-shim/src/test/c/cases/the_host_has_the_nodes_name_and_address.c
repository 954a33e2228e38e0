// SPDX-License-Identifier: Apache-2.0
// gethostname, uname and getifaddrs.
#include "../harness.h"
#include <ifaddrs.h>
#include <net/if.h>
#include <sys/utsname.h>

static void names(void) {
    char name[65];
    struct utsname about;
    same(gethostname(name, sizeof name), 0, "gethostname");
    same_text(name, "alpha", "gethostname");
    same(gethostname(name, 6), 0, "just enough room");
    memset(name, 'x', sizeof name);
    fails(gethostname(name, 5), ENAMETOOLONG, "a byte less");
    ok(memcmp(name, "alphax", 6) == 0, "is cut");
    same(uname(&about), 0, "uname");
    same_text(about.nodename, "alpha", "uname");
    same_text(about.sysname, "Linux", "the rest is the host's");
    if (!under_valgrind()) {
        fails(uname(NULL), EFAULT, "uname of nothing");
    }
}

static void addresses(void) {
    struct ifaddrs *list;
    bool host_has_one = false;
    bool shown = false;
    int others = 0;
    if (getifaddrs(&list) != 0) {
        bail_out("getifaddrs");
    }
    for (struct ifaddrs *one = list; one != NULL; one = one->ifa_next) {
        bool outward = (one->ifa_flags & IFF_LOOPBACK) == 0;
        int family = one->ifa_addr == NULL ? 0 : one->ifa_addr->sa_family;
        host_has_one |= outward;
        if (outward && family == AF_INET) {
            bool ours = ((struct sockaddr_in *)one->ifa_addr)->sin_addr.s_addr == htonl(node(ALPHA));
            shown |= ours;
            others += !ours;
        }
        others += outward && family == AF_INET6;
    }
    freeifaddrs(list);
    if (host_has_one) {
        ok(shown, "getifaddrs shows the node's address");
    } else {
        skip("getifaddrs", "this host has only a loopback interface");
    }
    same(others, 0, "and no other that leads out of the host");
}

static void alpha(void) {
    names();
    addresses();
}

PARTS({"alpha", alpha})
