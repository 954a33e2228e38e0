// SPDX-License-Identifier: Apache-2.0
// Names to addresses (look_up.c knows the overlay's); the C library then makes its own result from the numeric
// address, so that whatever it allocates is its own to free.
#include "next.h"
#include "shim.h"
#include "wire.h"
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Whether this is the name of a node; then its address in text form.
static bool resolve(const char *name, bool v6, char text[INET6_ADDRSTRLEN]) {
    struct in_addr address;
    unsigned char any[16];
    uint32_t ip;
    if (!bx_node.active || name == NULL || inet_pton(AF_INET, name, any) == 1 || inet_pton(AF_INET6, name, any) == 1 ||
        bx_look_up_name(name, &ip) != 0) {
        return false;
    }
    address.s_addr = htonl(ip);
    char v4[INET_ADDRSTRLEN];
    if (inet_ntop(AF_INET, &address, v4, sizeof v4) == NULL) {
        return false;
    }
    snprintf(text, INET6_ADDRSTRLEN, "%s%s", v6 ? "::ffff:" : "", v4);
    return true;
}

// Gives back the name that was asked for, where the numeric address would stand as the canonical name. glibc allocates that by
// itself; musl has it in one block with the rest, so there only what fits is written.
static void name_canonically(struct addrinfo *result, const char *name) {
    if (result == NULL || result->ai_canonname == NULL) {
        return;
    }
    char *copy = bx_is_glibc ? strdup(name) : NULL;
    if (copy != NULL) {
        free(result->ai_canonname);
        result->ai_canonname = copy;
    } else if (strlen(name) <= strlen(result->ai_canonname)) {
        strcpy(result->ai_canonname, name);
    }
}

BX_EXPORT int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **result) {
    char text[INET6_ADDRSTRLEN];
    bool v6 = hints != NULL && hints->ai_family == AF_INET6;
    if ((hints != NULL && (hints->ai_flags & AI_NUMERICHOST) != 0) || !resolve(name, v6, text)) {
        return BX_NEXT(getaddrinfo)(name, service, hints, result);
    }
    struct addrinfo numeric = {.ai_family = AF_UNSPEC};
    if (hints != NULL) {
        numeric = *hints;
    }
    numeric.ai_flags = (numeric.ai_flags | AI_NUMERICHOST) & ~AI_ADDRCONFIG;
    int error = BX_NEXT(getaddrinfo)(text, service, &numeric, result);
    if (error == 0) {
        name_canonically(*result, name);
    }
    return error;
}

// The old family returns one address; the name stays the caller's, in memory that lives as long as the thread.
static void name_entry(struct hostent *entry, const char *name) {
    static __thread char kept[BX_TEXT_BYTES + 1];
    if (entry != NULL) {
        snprintf(kept, sizeof kept, "%s", name);
        entry->h_name = kept;
    }
}

BX_EXPORT struct hostent *gethostbyname2(const char *name, int family) {
    char text[INET6_ADDRSTRLEN];
    if (family != AF_INET || !resolve(name, false, text)) {
        return BX_NEXT(gethostbyname2)(name, family);
    }
    struct hostent *entry = BX_NEXT(gethostbyname2)(text, family);
    name_entry(entry, name);
    return entry;
}

BX_EXPORT struct hostent *gethostbyname(const char *name) {
    char text[INET6_ADDRSTRLEN];
    if (!resolve(name, false, text)) {
        return BX_NEXT(gethostbyname)(name);
    }
    struct hostent *entry = BX_NEXT(gethostbyname)(text);
    name_entry(entry, name);
    return entry;
}

// The C library makes all but the name from the numeric form; the name goes behind what it used.
static int resolve_into(const char *name, const char *numeric, struct hostent *entry, char *buffer, size_t size,
                        struct hostent **result, int *host_error) {
    size_t room = strlen(name) + 1;
    if (size <= room) {
        *result = NULL;
        *host_error = NETDB_INTERNAL;
        return ERANGE;
    }
    int error = BX_NEXT(gethostbyname2_r)(numeric, AF_INET, entry, buffer, size - room, result, host_error);
    if (error == 0 && *result != NULL) {
        (*result)->h_name = memcpy(buffer + size - room, name, room);
    }
    return error;
}

BX_EXPORT int gethostbyname2_r(const char *name, int family, struct hostent *entry, char *buffer, size_t size,
                               struct hostent **result, int *host_error) {
    char text[INET6_ADDRSTRLEN];
    return family == AF_INET && resolve(name, false, text)
               ? resolve_into(name, text, entry, buffer, size, result, host_error)
               : BX_NEXT(gethostbyname2_r)(name, family, entry, buffer, size, result, host_error);
}

BX_EXPORT int gethostbyname_r(const char *name, struct hostent *entry, char *buffer, size_t size, struct hostent **result,
                              int *host_error) {
    char text[INET6_ADDRSTRLEN];
    return resolve(name, false, text) ? resolve_into(name, text, entry, buffer, size, result, host_error)
                                      : BX_NEXT(gethostbyname_r)(name, entry, buffer, size, result, host_error);
}
