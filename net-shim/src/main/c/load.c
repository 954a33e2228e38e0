// SPDX-License-Identifier: Apache-2.0
// The library is loaded: who is this process? A program that is setuid gets nothing from the environment. Anything malformed
// leaves the library inactive: the program runs on the host's network, as without us.
#include "next.h"
#include "shim.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    bx_node.active = node != NULL && bx_read_node(node) && remember(node, secure_getenv("LD_PRELOAD"));
    bx_node.sockets &= bx_node.active;
    bx_node.observed &= bx_node.active;
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
