// SPDX-License-Identifier: Apache-2.0
// getnameinfo, as PostgreSQL and sshd log their peers.
#include "../harness.h"
#include <netdb.h>

static const char *named(const void *address, socklen_t length, size_t room, int flags) {
    char name[NI_MAXHOST] = "";
    char service[NI_MAXSERV] = "";
    int error = getnameinfo(address, length, name, (socklen_t)room, service, sizeof service, flags);
    return error != 0 ? gai_strerror(error) : text("%s %s", name, service);
}

static void alpha(void) {
    struct sockaddr_in beta = v4(node(BETA), 7000);
    struct sockaddr_in6 mapped = v4_in_v6(node(BETA), 7000);
    struct sockaddr_in local = v4(INADDR_LOOPBACK, 7000);
    const char *numeric = text("10.%d.200.6", overlay());
    same_text(named(&beta, sizeof beta, NI_MAXHOST, NI_NUMERICSERV), "beta 7000", "a node");
    same_text(named(&mapped, sizeof mapped, NI_MAXHOST, NI_NUMERICSERV), "beta 7000", "a node, in IPv6");
    same_text(named(&beta, sizeof beta, NI_MAXHOST, NI_NUMERICSERV | NI_NUMERICHOST), text("%s 7000", numeric), "NI_NUMERICHOST");
    same_text(named(&beta, sizeof beta, NI_MAXHOST, NI_NUMERICSERV | NI_NAMEREQD), "beta 7000", "NI_NAMEREQD");
    same_text(named(&beta, sizeof beta, 5, NI_NUMERICSERV), "beta 7000", "just enough room");
    same_text(named(&beta, sizeof beta, 4, NI_NUMERICSERV), gai_strerror(EAI_OVERFLOW), "a byte less");
    same_text(named(&local, sizeof local, NI_MAXHOST, NI_NUMERICSERV | NI_NUMERICHOST), "127.0.0.1 7000", "an address outside");
    same_text(named(&beta, 4, NI_MAXHOST, NI_NUMERICSERV), gai_strerror(EAI_FAMILY), "half an address");
    char service[NI_MAXSERV];
    same(getnameinfo((struct sockaddr *)&beta, sizeof beta, NULL, 0, service, sizeof service, NI_NUMERICSERV), 0, "the service only");
    char name[NI_MAXHOST];
    same(getnameinfo((struct sockaddr *)&beta, sizeof beta, name, sizeof name, NULL, 0, 0), 0, "the name only");
    same_text(name, "beta", "the name");
    same(getnameinfo((struct sockaddr *)&beta, sizeof beta, name, sizeof name, service, 2, NI_NUMERICSERV), EAI_OVERFLOW,
         "no room for the service");
}

PARTS({"alpha", alpha})
