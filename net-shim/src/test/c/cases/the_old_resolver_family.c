// SPDX-License-Identifier: Apache-2.0
// gethostbyname and its kin.
#include "../harness.h"
#include <netdb.h>

#ifndef NETDB_INTERNAL // musl
#define NETDB_INTERNAL (-1)
#endif

#define NO_NAME "a234567890123456789012345678901234567890123456789012345678901234"

static const char *shown(const struct hostent *entry) {
    if (entry == NULL) {
        return "nobody";
    }
    char ip[INET6_ADDRSTRLEN];
    inet_ntop(entry->h_addrtype, entry->h_addr_list[0], ip, sizeof ip);
    return text("%s %s%s", entry->h_name, ip, entry->h_addr_list[1] == NULL ? "" : " and more");
}

static const char *node_text(int last) { return text("10.%d.200.%d", overlay(), last); }

static void by_name(void) {
    same_text(shown(gethostbyname("beta")), text("beta %s", node_text(BETA)), "gethostbyname");
    same_text(shown(gethostbyname("alpha")), text("alpha %s", node_text(ALPHA)), "our own name");
    same_text(shown(gethostbyname(node_text(BETA))), text("%s %s", node_text(BETA), node_text(BETA)), "a numeric address");
    same_text(shown(gethostbyname(NO_NAME)), "nobody", "a name that is no node's");
    same_text(shown(gethostbyname2("beta", AF_INET)), text("beta %s", node_text(BETA)), "gethostbyname2, AF_INET");
    same_text(shown(gethostbyname2(NO_NAME, AF_INET6)), "nobody", "gethostbyname2, AF_INET6");
}

static void reentrant(void) {
    struct hostent one;
    struct hostent other;
    char one_room[512];
    char other_room[512];
    struct hostent *found = NULL;
    int error = 0;
    same(gethostbyname_r("beta", &one, one_room, sizeof one_room, &found, &error), 0, "gethostbyname_r");
    ok(found == &one, "its result is the caller's");
    same(gethostbyname2_r("alpha", AF_INET, &other, other_room, sizeof other_room, &found, &error), 0, "gethostbyname2_r");
    same_text(shown(&one), text("beta %s", node_text(BETA)), "the first is not touched by the second");
    same_text(shown(&other), text("alpha %s", node_text(ALPHA)), "nor the second by the first");
    ok(one.h_name >= one_room && one.h_name < one_room + sizeof one_room, "its name is in the caller's buffer");
    int grown = 0;
    for (size_t room = 0; room < sizeof one_room; room++) {
        int code = gethostbyname_r("beta", &one, one_room, room, &found, &error);
        grown += code == ERANGE;
        if (code != ERANGE) {
            break;
        }
        grown += found != NULL || error != NETDB_INTERNAL ? 1000 : 0;
    }
    ok(grown > 4 && grown < 200, "too small a buffer, of up to %d bytes: ERANGE", grown - 1);
    same_text(shown(&one), text("beta %s", node_text(BETA)), "then it is enough");
}

static void by_address(void) {
    struct in_addr address = {htonl(node(BETA))};
    struct in_addr nobody = {htonl(0x7f000001)};
    struct hostent one;
    char room[512];
    struct hostent *found = NULL;
    int error = 0;
    same_text(shown(gethostbyaddr(&address, sizeof address, AF_INET)), text("beta %s", node_text(BETA)), "gethostbyaddr");
    same(gethostbyaddr_r(&address, sizeof address, AF_INET, &one, room, sizeof room, &found, &error), 0, "gethostbyaddr_r");
    same_text(shown(found), text("beta %s", node_text(BETA)), "its answer");
    same(gethostbyaddr_r(&address, sizeof address, AF_INET, &one, room, 3, &found, &error), ERANGE, "too small a buffer");
    ok(found == NULL && error == NETDB_INTERNAL, "said as the C library does");
    ok(gethostbyaddr(&address, 3, AF_INET) == NULL, "an address of 3 bytes");
    (void)gethostbyaddr(&nobody, sizeof nobody, AF_INET); // of /etc/hosts, or nobody: the C library's answer
    ok(true, "an address outside");
}

static void alpha(void) {
    by_name();
    reentrant();
    by_address();
}

PARTS({"alpha", alpha})
