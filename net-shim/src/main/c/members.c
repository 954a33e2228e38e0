// SPDX-License-Identifier: Apache-2.0
// The members of the overlay as the supervisor has written them down, so that a name costs no question. Lines as in /etc/hosts,
// "10.N.x.y<tab>name". What is in the file is true, but not all may be in it; and a guest that has changed its root cannot open it.
// Then the supervisor is asked (look_up.c).
//
// Stack memory only. The file is the supervisor's: of the program's own user or of root, and nobody else may write it.
#include "next.h"
#include "shim.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NAME_BYTES 63
#define LINE_BYTES (INET_ADDRSTRLEN + NAME_BYTES + 2)

int bx_open_ours(const char *path, int flags) {
    struct stat about;
    int fd = *path == '\0' ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    // the system calls: open() is a hook of ours, fstat() is another function in older C libraries
    bool trusted = fd >= 0 && syscall(SYS_fstat, fd, &about) == 0 && S_ISREG(about.st_mode) && (about.st_mode & (S_IWGRP | S_IWOTH)) == 0 &&
                   (about.st_uid == 0 || about.st_uid == geteuid());
    if (fd >= 0 && !trusted) {
        BX_NEXT(close)(fd);
        fd = -1;
    }
    if (fd >= 0 && (flags & O_NONBLOCK) == 0) {
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    }
    return fd;
}

struct member {
    uint32_t ip;
    const char *name;
};

// Reads "10.77.0.2<tab>cache", whose end is a zero byte. False: it is no such line.
static bool read_line(char *line, struct member *member) {
    struct in_addr address;
    char *tab = strchr(line, '\t');
    if (tab == NULL) {
        return false;
    }
    *tab = '\0';
    *member = (struct member){.name = tab + 1};
    if (tab[1] == '\0' || strlen(tab + 1) > NAME_BYTES || inet_pton(AF_INET, line, &address) != 1) {
        return false;
    }
    member->ip = ntohl(address.s_addr);
    return bx_in_overlay(bx_node.self, member->ip);
}

static bool fits(const struct member *member, const char *name, uint32_t ip) {
    return name == NULL ? member->ip == ip : strcasecmp(member->name, name) == 0;
}

// The first line that fits; the name is given to `found`, if it is not null. A file that is not what we expect has none.
static bool find(int fd, const char *name, uint32_t *ip, char *found) {
    char bytes[4096];
    size_t have = 0;
    ssize_t got;
    while ((got = read(fd, bytes + have, sizeof bytes - have)) > 0) {
        char *line = bytes;
        char *end;
        have += (size_t)got;
        while ((end = memchr(line, '\n', have)) != NULL) {
            struct member member;
            *end = '\0';
            if (strlen(line) != (size_t)(end - line) || !read_line(line, &member)) {
                return false;
            }
            if (fits(&member, name, *ip)) {
                *ip = member.ip;
                if (found != NULL) {
                    strcpy(found, member.name);
                }
                return true;
            }
            have -= (size_t)(end + 1 - line);
            line = end + 1;
        }
        if (have > LINE_BYTES) {
            return false;
        }
        memmove(bytes, line, have);
    }
    return false;
}

static bool search(const char *name, uint32_t *ip, char *found) {
    int before = errno;
    int fd = bx_open_ours(bx_node.members, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool is_there = fd >= 0 && find(fd, name, ip, found);
    if (fd >= 0) {
        BX_NEXT(close)(fd);
    }
    errno = before;
    return is_there;
}

bool bx_find_member(const char *name, uint32_t *ip) {
    *ip = 0;
    return search(name, ip, NULL);
}

bool bx_name_member(uint32_t ip, char *name) { return search(NULL, &ip, name); }
