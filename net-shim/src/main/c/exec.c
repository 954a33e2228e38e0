// SPDX-License-Identifier: Apache-2.0
// Programs started by a guest belong to its node, also when it gives them an environment of its own making.
// Stack memory only: this runs in children of vfork.
#include "next.h"
#include "note.h"
#include "shim.h"
#include <alloca.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PRELOAD "LD_PRELOAD="
#define NODE "BOXER_NODE="

static size_t count_of(char *const list[]) {
    size_t count = 0;
    while (list != NULL && list[count] != NULL) {
        count++;
    }
    return count;
}

static const char *own_library(void) { return bx_node.env_preload + sizeof PRELOAD - 1; }

static bool is_whole(char *const environment[]) {
    const char *preload = bx_environment_value(environment, PRELOAD);
    return preload != NULL && strstr(preload, own_library()) != NULL && bx_environment_value(environment, NODE) != NULL;
}

// Room for the joined LD_PRELOAD of a program that has one of its own; 0 if it has none, or ours is in it.
static size_t joined_size(char *const environment[]) {
    const char *preload = bx_environment_value(environment, PRELOAD);
    return preload == NULL || *preload == '\0' ? 0 : strlen(bx_node.env_preload) + 1 + strlen(preload) + 1;
}

// `to` has room for two entries more than `from`, and the end; `joined` for joined_size() bytes.
static void complete(char *const from[], char **to, char *joined) {
    size_t next = 0;
    if (bx_environment_value(from, NODE) == NULL) { // else it is to be another node
        to[next++] = bx_node.env_node;
    }
    const char *preload = bx_environment_value(from, PRELOAD);
    if (joined_size(from) == 0) {
        to[next++] = bx_node.env_preload;
    } else if (strstr(preload, own_library()) != NULL) {
        sprintf(joined, PRELOAD "%s", preload);
        to[next++] = joined;
    } else {
        sprintf(joined, "%s:%s", bx_node.env_preload, preload);
        to[next++] = joined;
    }
    for (char *const *entry = from; entry != NULL && *entry != NULL; entry++) {
        if (strncmp(*entry, PRELOAD, sizeof PRELOAD - 1) != 0) {
            to[next++] = *entry;
        }
    }
    to[next] = NULL;
}

// The environment with our two variables, in memory of the calling function.
#define COMPLETED(name, given)                                                                                         \
    char *const *name = given;                                                                                         \
    bx_note(BX_NOTE_EXEC, -1);                                                                                         \
    if (bx_node.active && !is_whole(given)) {                                                                          \
        char **bx_room = alloca((count_of(given) + 3) * sizeof(char *));                                               \
        char *bx_joined = alloca(joined_size(given) + 1);                                                              \
        complete(given, bx_room, bx_joined);                                                                           \
        name = bx_room;                                                                                                \
    }

BX_EXPORT int execve(const char *path, char *const arguments[], char *const environment[]) {
    COMPLETED(whole, environment)
    return BX_NEXT(execve)(path, arguments, whole);
}

BX_EXPORT int execvpe(const char *file, char *const arguments[], char *const environment[]) {
    COMPLETED(whole, environment)
    return BX_NEXT(execvpe)(file, arguments, whole);
}

BX_EXPORT int fexecve(int fd, char *const arguments[], char *const environment[]) {
    COMPLETED(whole, environment)
    return BX_NEXT(fexecve)(fd, arguments, whole);
}

BX_EXPORT int execv(const char *path, char *const arguments[]) { return execve(path, arguments, environ); }

BX_EXPORT int execvp(const char *file, char *const arguments[]) { return execvpe(file, arguments, environ); }

// The arguments of execl and its kin as an array, up to and with the null at their end.
#define LISTED(name, first, rest)                                                                                      \
    size_t bx_count = 1;                                                                                               \
    va_list bx_counted;                                                                                                \
    va_copy(bx_counted, rest);                                                                                         \
    while (va_arg(bx_counted, char *) != NULL) {                                                                       \
        bx_count++;                                                                                                    \
    }                                                                                                                  \
    va_end(bx_counted);                                                                                                \
    char **name = alloca((bx_count + 1) * sizeof(char *));                                                             \
    name[0] = (char *)first;                                                                                           \
    for (size_t bx_next_one = 1; bx_next_one <= bx_count; bx_next_one++) {                                             \
        name[bx_next_one] = va_arg(rest, char *);                                                                      \
    }

BX_EXPORT int execl(const char *path, const char *first, ...) {
    va_list rest;
    va_start(rest, first);
    LISTED(arguments, first, rest)
    va_end(rest);
    return execve(path, arguments, environ);
}

BX_EXPORT int execlp(const char *file, const char *first, ...) {
    va_list rest;
    va_start(rest, first);
    LISTED(arguments, first, rest)
    va_end(rest);
    return execvpe(file, arguments, environ);
}

BX_EXPORT int execle(const char *path, const char *first, ...) {
    va_list rest;
    va_start(rest, first);
    LISTED(arguments, first, rest)
    char *const *environment = va_arg(rest, char *const *);
    va_end(rest);
    return execve(path, arguments, environment);
}

BX_EXPORT int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
                          const posix_spawnattr_t *attributes, char *const arguments[], char *const environment[]) {
    COMPLETED(whole, environment)
    return BX_NEXT(posix_spawn)(pid, path, actions, attributes, arguments, whole);
}

BX_EXPORT int posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions,
                           const posix_spawnattr_t *attributes, char *const arguments[], char *const environment[]) {
    COMPLETED(whole, environment)
    return BX_NEXT(posix_spawnp)(pid, file, actions, attributes, arguments, whole);
}
