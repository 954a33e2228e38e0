// SPDX-License-Identifier: Apache-2.0
// Who this process is: the variable BOXER_NODE, read once when the library is loaded.
//
//   BOXER_NODE=1;<name>;<overlay address>;<host bits>;<socket>;<secret, 32 hexadecimal digits>
//
// A program that is setuid gets nothing from the environment. Anything malformed leaves the library inactive: the program
// runs on the host's network, as without us.
#include "next.h"
#include "shim.h"
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS 6

struct bx_node bx_node;

extern char **environ;

// Cuts "a;b;c" into its fields. The number found; more than FIELDS counts as FIELDS + 1.
static int split(char *text, char *fields[FIELDS]) {
    int count = 0;
    for (char *next = text; next != NULL && count <= FIELDS; count++) {
        char *end = strchr(next, ';');
        if (count < FIELDS) {
            fields[count] = next;
        }
        if (end != NULL) {
            *end++ = '\0';
        }
        next = end;
    }
    return count;
}

static int hex(char digit) {
    return digit >= '0' && digit <= '9' ? digit - '0' : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static bool read_secret(const char *text) {
    if (strlen(text) != 32) {
        return false;
    }
    for (int i = 0; i < 16; i++) {
        int high = hex(text[2 * i]);
        int low = hex(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        bx_node.secret[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

static int number(const char *text) {
    char *end;
    long value = strtol(text, &end, 10);
    return *text >= '0' && *text <= '9' && *end == '\0' && value <= 32 ? (int)value : -1;
}

static bool copy(char *to, size_t room, const char *from) {
    size_t length = strlen(from);
    if (length == 0 || length >= room) {
        return false;
    }
    memcpy(to, from, length + 1);
    return true;
}

static bool read_node(const char *value) {
    char text[sizeof bx_node.env_node];
    char *fields[FIELDS];
    struct in_addr address;
    if (!copy(text, sizeof text, value) || split(text, fields) != FIELDS || strcmp(fields[0], "1") != 0 ||
        inet_pton(AF_INET, fields[2], &address) != 1) {
        return false;
    }
    bx_node.self = (struct bx_self){.ip = ntohl(address.s_addr), .host_bits = number(fields[3])};
    return copy(bx_node.name, sizeof bx_node.name, fields[1]) && bx_self_is_valid(bx_node.self) &&
           copy(bx_node.socket, sizeof bx_node.socket, fields[4]) && read_secret(fields[5]);
}

// Remembers both variables, since a program may start others with an environment of its own making.
static bool remember(const char *node, const char *preload) {
    int wrote = snprintf(bx_node.env_node, sizeof bx_node.env_node, "BOXER_NODE=%s", node);
    if (wrote < 0 || (size_t)wrote >= sizeof bx_node.env_node || preload == NULL) {
        return false;
    }
    const char *own = strstr(preload, "libboxer-shim");
    if (own == NULL) {
        return false;
    }
    while (own > preload && own[-1] != ':' && own[-1] != ' ') {
        own--;
    }
    size_t length = strcspn(own, ": ");
    wrote = snprintf(bx_node.env_preload, sizeof bx_node.env_preload, "LD_PRELOAD=%.*s", (int)length, own);
    return wrote >= 0 && (size_t)wrote < sizeof bx_node.env_preload;
}

__attribute__((constructor)) static void load(void) {
    int before = errno;
    bx_find_all();
    const char *node = secure_getenv("BOXER_NODE");
    bx_node.active = node != NULL && read_node(node) && remember(node, secure_getenv("LD_PRELOAD"));
    errno = before;
}

char *bx_environment_value(char *const environment[], const char *name_with_equals) {
    size_t length = strlen(name_with_equals);
    for (char *const *entry = environment; entry != NULL && *entry != NULL; entry++) {
        if (strncmp(*entry, name_with_equals, length) == 0) {
            return *entry + length;
        }
    }
    return NULL;
}
