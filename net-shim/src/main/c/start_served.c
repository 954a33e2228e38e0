// SPDX-License-Identifier: Apache-2.0
// The start of a program whose calls the kernel tells of: to serve them (the seccomp front end), to look at them (boxer compat), or
// both. It must not run before that, and one call is tried first: what a machine forbids is then known before it runs.
#include "filter.h"
#include "init.h"
#include "observe.h"
#include "shim.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

// What the program-to-be tells us: first of its filter, then of the call that it has tried.
struct word {
    int listener; // its number there, -1: it has none
    struct refusal refused;
};

// A socket gets this node's address and says so: descriptors, memory and answers go both ways.
static bool is_served(uint32_t ip) {
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(ip)};
    socklen_t size = sizeof own;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool served = fd >= 0 && bind(fd, (struct sockaddr *)&own, sizeof own) == 0 &&
                  getsockname(fd, (struct sockaddr *)&own, &size) == 0;
    int error = errno;
    if (fd >= 0) {
        close(fd);
    }
    errno = served ? EPROTO : error;
    return served && ntohl(own.sin_addr.s_addr) == ip;
}

static struct refusal refused(const char *what, int error) {
    struct refusal refusal = {.error = error == 0 ? EPROTO : error};
    snprintf(refusal.what, sizeof refusal.what, "%s", what);
    return refusal;
}

static bool tell(int to, const struct word *word) { return send(to, word, sizeof *word, MSG_NOSIGNAL) == sizeof *word; }

// Until init has answered. False: it is not to run
static bool may_go(int to_init) {
    char go;
    return recv(to_init, &go, 1, 0) == 1;
}

void become_served(int to_init, const struct program *about, enum front_end front_end, bool observed) {
    const char *what;
    struct word word = {.listener = bx_install_filter(about->gains_rights, observed, &what)};
    if (word.listener < 0) {
        word.refused = refused(what, errno);
    }
    if (!tell(to_init, &word) || word.listener < 0 || !may_go(to_init)) {
        _exit(126); // init says why, or starts it in another way
    }
    word.refused.error = 0;
    if (front_end == SECCOMP && !is_served(bx_node.self.ip)) {
        word.refused = refused("pidfd_getfd or process_vm_writev", errno);
    }
    if (!tell(to_init, &word) || !may_go(to_init)) {
        _exit(126);
    }
}

bool serve_program(int from_program, pid_t pid, enum front_end front_end, bool observed, struct refusal *refusal) {
    struct word word;
    struct rlimit files;
    if (recv(from_program, &word, sizeof word, 0) != sizeof word) {
        return false; // it is gone
    }
    if (word.listener < 0) {
        *refusal = word.refused;
        return false;
    }
    int notifications = bx_copy_descriptor(pid, word.listener);
    if (notifications < 0) {
        *refusal = refused("pidfd_getfd", errno);
        return false;
    }
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) { // each call that blocks takes one
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    int error = bx_serve(notifications, front_end == SECCOMP);
    if (error != 0) {
        *refusal = refused("a thread", error);
        return false;
    }
    if (send(from_program, "", 1, MSG_NOSIGNAL) != 1 || recv(from_program, &word, sizeof word, 0) != sizeof word) {
        return false;
    }
    *refusal = word.refused;
    if (observed) {
        bx_observe_begin(front_end); // what came before was our own
    }
    return word.refused.error == 0 && send(from_program, "", 1, MSG_NOSIGNAL) == 1;
}
