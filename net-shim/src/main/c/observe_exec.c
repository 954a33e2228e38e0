// SPDX-License-Identifier: Apache-2.0
// What a looked-at program starts.
#include "observe.h"
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define OURSELVES "/proc/self/exe"

// The program-to-be is a copy of boxer-init until it has become the program.
static bool is_boxer_init(pid_t thread) {
    char path[32];
    struct stat its;
    struct stat ours;
    snprintf(path, sizeof path, "/proc/%d/exe", (int)thread);
    return stat(path, &its) == 0 && stat(OURSELVES, &ours) == 0 && its.st_dev == ours.st_dev && its.st_ino == ours.st_ino;
}

// A text of another process, whose end may lie before that of what can be read.
static bool read_text(pid_t thread, uint64_t from, char *to, size_t room) {
    for (size_t at = 0; at < room; at++) {
        size_t rest = room - at;
        size_t of_page = 4096 - (size_t)((from + at) & 4095);
        size_t count = rest < of_page ? rest : of_page;
        if (!bx_read_memory(thread, from + at, to + at, count)) {
            return false;
        }
        if (memchr(to + at, '\0', count) != NULL) {
            return true;
        }
        at += count - 1;
    }
    return false;
}

// Where this process sees the file.
static void resolve(pid_t thread, int directory, const char *name, bool by_descriptor, char *path, size_t room) {
    char base[64];
    if (by_descriptor || (*name != '/' && directory != AT_FDCWD)) {
        snprintf(base, sizeof base, "/proc/%d/fd/%d", (int)thread, directory);
    } else {
        snprintf(base, sizeof base, "/proc/%d/%s", (int)thread, *name == '/' ? "root" : "cwd");
    }
    snprintf(path, room, "%s%s%s", base, by_descriptor || *name == '/' ? "" : "/", by_descriptor ? "" : name);
}

bool bx_look_at_exec(pid_t thread, const struct seccomp_data *call, enum front_end front_end) {
    char name[PATH_MAX];
    char path[PATH_MAX + 64];
    bool at = call->nr == SYS_execveat;
    if (is_boxer_init(thread) || !read_text(thread, call->args[at ? 1 : 0], name, sizeof name)) {
        return false;
    }
    int directory = at ? (int)call->args[0] : AT_FDCWD;
    bool by_descriptor = at && (call->args[4] & AT_EMPTY_PATH) != 0 && *name == '\0';
    resolve(thread, directory, name, by_descriptor, path, sizeof path);
    struct program about = look_at(path);
    const char *shown = by_descriptor ? "a descriptor" : name;
    if (about.code == 127) {
        return false;
    }
    if (about.fits == AUTO) {
        bx_found("child-foreign", "%s", shown);
    } else if (about.gains_rights) {
        bx_found("child-setuid", "%s", shown);
    } else if (about.fits == SECCOMP && front_end == PRELOAD) {
        bx_found("child-static", "%s: %s", shown, about.kind);
    }
    return true;
}
