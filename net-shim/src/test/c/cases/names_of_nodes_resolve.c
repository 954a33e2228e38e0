// SPDX-License-Identifier: Apache-2.0
// A name that is no node's is the C library's affair. Such names here have a label of 64 bytes, which it refuses by itself: no
// name server is asked.
#include "../harness.h"
#include <netdb.h>

#define NO_NAME "a234567890123456789012345678901234567890123456789012345678901234"

static const char *first_of(const char *name, int family, int flags) {
    struct addrinfo hints = {.ai_family = family, .ai_socktype = SOCK_STREAM, .ai_flags = flags};
    struct addrinfo *list = NULL;
    struct sockaddr_storage copy;
    int error = getaddrinfo(name, "80", &hints, &list);
    if (error != 0) {
        return gai_strerror(error);
    }
    memcpy(&copy, list->ai_addr, list->ai_addrlen);
    bool called = list->ai_canonname != NULL && (is_glibc() || (flags & AI_CANONNAME) != 0); // musl always says
    const char *found = text("%s%s%s%s", address_text(&copy), list->ai_next == NULL ? "" : " and more",
                             called ? " called " : "", called ? list->ai_canonname : "");
    freeaddrinfo(list);
    return found;
}

static void alpha(void) {
    const char *beta = node_at(BETA, 80);
    const char *mapped = text("::ffff:%s", beta);
    same_text(first_of("beta", AF_UNSPEC, 0), beta, "of any family");
    same_text(first_of("beta", AF_INET, 0), beta, "AF_INET");
    same_text(first_of("beta", AF_INET6, 0), mapped, "AF_INET6");
    same_text(first_of("beta", AF_INET6, AI_V4MAPPED | AI_ADDRCONFIG), mapped, "AF_INET6 with AI_V4MAPPED and AI_ADDRCONFIG");
    same_text(first_of("BETA", AF_UNSPEC, 0), beta, "in capitals");
    same_text(first_of("alpha", AF_UNSPEC, 0), node_at(ALPHA, 80), "our own");
    same_text(first_of("beta", AF_UNSPEC, AI_CANONNAME), text("%s called beta", beta), "AI_CANONNAME");
    same_text(first_of("beta", AF_UNSPEC, AI_NUMERICHOST), gai_strerror(EAI_NONAME), "AI_NUMERICHOST");
    same_text(first_of(text("10.%d.200.6", overlay()), AF_UNSPEC, 0), beta, "a numeric address");
    same_text(first_of("127.0.0.1", AF_UNSPEC, AI_NUMERICHOST), "127.0.0.1:80", "a numeric address outside");
    same_text(first_of(NULL, AF_INET, 0), "127.0.0.1:80", "no name");
    same_text(first_of(NULL, AF_INET, AI_PASSIVE), "0.0.0.0:80", "no name, to listen");
    ok(strchr(first_of(NO_NAME, AF_UNSPEC, 0), ':') == NULL, "a name that is no node's: the C library's answer");

    struct addrinfo *list = NULL;
    same(getaddrinfo("beta", NULL, NULL, &list), 0, "without hints and service");
    int kinds = 0;
    for (struct addrinfo *one = list; one != NULL; one = one->ai_next) {
        kinds++;
    }
    same(kinds, is_glibc() ? 3 : 2, "stream, datagram and, in glibc, raw");
    freeaddrinfo(list);
    struct addrinfo hints = {.ai_family = AF_UNIX};
    same(getaddrinfo("beta", "80", &hints, &list), EAI_FAMILY, "a family without addresses");
    hints = (struct addrinfo){.ai_flags = 0x40000000};
    same(getaddrinfo("beta", "80", &hints, &list), EAI_BADFLAGS, "flags that are none");
    hints = (struct addrinfo){.ai_socktype = SOCK_STREAM};
    same(getaddrinfo("beta", "no such service", &hints, &list), EAI_SERVICE, "a service that is none");
}

PARTS({"alpha", alpha})
