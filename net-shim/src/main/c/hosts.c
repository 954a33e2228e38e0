// SPDX-License-Identifier: Apache-2.0
// /etc/hosts, for programs that read it themselves and do not ask the C library (c-ares, Netty, Python's own resolvers): who opens
// exactly that file to read it gets the node's, in which the members stand before the host's own lines. The supervisor writes it
// beside the file of members when it is asked to; where that cannot be, the program gets the host's.
//
// These functions are called for every file there is, also before our constructor has run, so they do nothing but compare.
#undef _FORTIFY_SOURCE // it has functions of these names
#include "next.h"
#include "shim.h"
#include "wire.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NOT_TO_READ (O_ACCMODE | O_CREAT | O_TRUNC | O_PATH | O_DIRECTORY)

static bool is_hosts(const char *path, int flags) {
    return __builtin_expect(path != NULL && strcmp(path, "/etc/hosts") == 0, 0) && (flags & NOT_TO_READ) == O_RDONLY &&
           bx_node.active && *bx_node.hosts != '\0';
}

// -1: it cannot be had.
static int open_hosts(int flags) {
    int before = errno;
    struct bx_request question = {.verb = BX_VERB_MEMBERS};
    struct bx_answer answer;
    int fd = bx_ask(&question, &answer) == 0 && answer.error == 0 ? bx_open_ours(bx_node.hosts, flags) : -1;
    errno = before;
    return fd;
}

// The kernel's open, at a time when nothing has been looked up yet: we may be inside the allocator of a library that is earlier.
static int open_early(int directory, const char *path, int flags, mode_t mode) {
    return (int)syscall(SYS_openat, directory, path, flags, mode);
}

static int open_any(const char *path, int flags, mode_t mode, bx_open_function (*next)(void)) {
    int fd = is_hosts(path, flags) ? open_hosts(flags) : -1;
    return fd >= 0 ? fd : bx_found_all ? next()(path, flags, mode) : open_early(AT_FDCWD, path, flags, mode);
}

static int open_any_at(int directory, const char *path, int flags, mode_t mode, bx_openat_function (*next)(void)) {
    int fd = is_hosts(path, flags) ? open_hosts(flags) : -1;
    return fd >= 0 ? fd : bx_found_all ? next()(directory, path, flags, mode) : open_early(directory, path, flags, mode);
}

static FILE *open_any_stream(const char *path, const char *mode, bx_fopen_function (*next)(void)) {
    int fd = -1;
    if (is_hosts(path, 0) && mode != NULL && *mode == 'r' && strchr(mode, '+') == NULL) {
        fd = open_hosts(strchr(mode, 'e') == NULL ? O_RDONLY : O_RDONLY | O_CLOEXEC);
    }
    FILE *stream = fd < 0 ? NULL : fdopen(fd, mode);
    if (fd >= 0 && stream == NULL) {
        BX_NEXT(close)(fd);
    }
    return stream != NULL ? stream : next()(path, mode);
}

// The mode is there only if a file may be made.
#define MODE(after)                                                                                                    \
    mode_t mode = 0;                                                                                                   \
    if ((flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE) {                                                  \
        va_list rest;                                                                                                  \
        va_start(rest, after);                                                                                         \
        mode = va_arg(rest, mode_t);                                                                                   \
        va_end(rest);                                                                                                  \
    }

BX_EXPORT int open(const char *path, int flags, ...) {
    MODE(flags)
    return open_any(path, flags, mode, bx_find_open);
}

BX_EXPORT int open64(const char *path, int flags, ...) {
    MODE(flags)
    return open_any(path, flags, mode, bx_find_open64);
}

BX_EXPORT int openat(int directory, const char *path, int flags, ...) {
    MODE(flags)
    return open_any_at(directory, path, flags, mode, bx_find_openat);
}

BX_EXPORT int openat64(int directory, const char *path, int flags, ...) {
    MODE(flags)
    return open_any_at(directory, path, flags, mode, bx_find_openat64);
}

BX_EXPORT FILE *fopen(const char *path, const char *mode) { return open_any_stream(path, mode, bx_find_fopen); }

BX_EXPORT FILE *fopen64(const char *path, const char *mode) { return open_any_stream(path, mode, bx_find_fopen64); }

// What programs call that were built with _FORTIFY_SOURCE: flags that make a file, without its mode, end them.
#define CHECKED(name, given, passed)                                                                                   \
    BX_EXPORT int name given;                                                                                          \
    BX_EXPORT int name given {                                                                                         \
        if ((flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE) {                                              \
            abort();                                                                                                   \
        }                                                                                                              \
        return passed;                                                                                                 \
    }

CHECKED(__open_2, (const char *path, int flags), open(path, flags))
CHECKED(__open64_2, (const char *path, int flags), open64(path, flags))
CHECKED(__openat_2, (int directory, const char *path, int flags), openat(directory, path, flags))
CHECKED(__openat64_2, (int directory, const char *path, int flags), openat64(directory, path, flags))
