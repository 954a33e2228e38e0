// SPDX-License-Identifier: Apache-2.0
#include "observe.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OURS "libboxer-shim.so"

static bool begins_with(const char *text, const char *beginning) { return strncmp(text, beginning, strlen(beginning)) == 0; }

// libc.so.6, libc-2.26.so, libpthread-2.26.so, ld-musl-x86_64.so.1, libc.musl-x86_64.so.1
static bool is_c_library(const char *path) {
    const char *base = strrchr(path, '/');
    base = base == NULL ? path : base + 1;
    return begins_with(base, "libc.") || begins_with(base, "libc-") || begins_with(base, "libpthread") ||
           begins_with(base, "ld-musl") || begins_with(base, OURS);
}

// "7f0c…-7f0d… r-xp 00000000 fe:01 1234    /usr/lib/libc.so.6": whether it has the instruction; *path is cut out of the line
static bool has(char *line, uint64_t instruction, const char **path) {
    char *rest;
    uint64_t from = strtoull(line, &rest, 16);
    uint64_t to = *rest == '-' ? strtoull(rest + 1, &rest, 16) : 0;
    const char *name = strchr(rest, '/');
    line[strcspn(line, "\n")] = '\0';
    *path = name == NULL ? "memory" : name;
    return instruction >= from && instruction < to;
}

static void name_program(pid_t thread, char *file, size_t room) {
    char link[32];
    snprintf(link, sizeof link, "/proc/%d/exe", (int)thread);
    ssize_t length = readlink(link, file, room - 1);
    snprintf(file + (length > 0 ? length : 0), room - (size_t)(length > 0 ? length : 0), "%s", length > 0 ? "" : "a program");
}

enum bx_origin bx_find_origin(pid_t thread, uint64_t instruction, char *file, size_t room) {
    char path[32];
    char *line = NULL;
    size_t size = 0;
    bool found = false;
    bool in_c_library = false;
    bool loaded = false;
    snprintf(path, sizeof path, "/proc/%d/maps", (int)thread);
    FILE *maps = fopen(path, "re");
    while (maps != NULL && getline(&line, &size, maps) > 0) {
        const char *mapped;
        if (has(line, instruction, &mapped)) {
            found = true;
            in_c_library = is_c_library(mapped);
            snprintf(file, room, "%s", mapped);
        }
        loaded |= strstr(mapped, OURS) != NULL;
    }
    free(line);
    if (maps != NULL) {
        fclose(maps);
    }
    if (!found || !loaded) {
        name_program(thread, file, room);
    }
    return !found ? BX_NOT_SEEN : !loaded ? BX_WITHOUT_LIBRARY : in_c_library ? BX_IN_LIBRARY : BX_PAST_LIBRARY;
}
