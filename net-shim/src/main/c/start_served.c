// SPDX-License-Identifier: Apache-2.0
// The start of a program under the seccomp front end. It must not run before its calls are served, and one call is tried first:
// what a machine forbids is then said here, and not met by the program.
#include "filter.h"
#include "init.h"
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

// What the program-to-be tells us.
struct word {
    int listener; // its number there, -1: it has none
    int error;
    char what[64]; // which call was refused
};

static void say_refused(const char *command, const char *kind, const char *what, int error) {
    fprintf(stderr,
            "error: cannot run %s as a node: it is %s, which takes the seccomp front end, and this machine refuses %s: %s%s\n"
            "  what helps: a machine or container that allows it (with Docker: --security-opt seccomp=unconfined), or a build of the\n"
            "  program that uses the C library; to run it with the preload library all the same: boxer run --front-end preload\n",
            command, kind, what, strerror(error),
            error == EBUSY ? " (a program that is served so already cannot start another node)" : "");
}

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

void become_served(int to_init, const char *command, const struct program *about) {
    struct word word = {.error = 0};
    const char *what;
    char go;
    word.listener = bx_install_filter(about->gains_rights, &what);
    word.error = errno;
    snprintf(word.what, sizeof word.what, "%s", what);
    if (send(to_init, &word, sizeof word, MSG_NOSIGNAL) != sizeof word || word.listener < 0 || recv(to_init, &go, 1, 0) != 1) {
        _exit(126); // init says why
    }
    if (!is_served(bx_node.self.ip)) {
        say_refused(command, about->kind, "pidfd_getfd or process_vm_writev", errno);
        _exit(126);
    }
}

bool serve_program(int from_program, pid_t pid, const char *command, const struct program *about) {
    struct word word;
    struct rlimit files;
    if (recv(from_program, &word, sizeof word, 0) != sizeof word) {
        return false; // it is gone
    }
    if (word.listener < 0) {
        say_refused(command, about->kind, word.what, word.error);
        return false;
    }
    int notifications = bx_copy_descriptor(pid, word.listener);
    if (notifications < 0) {
        say_refused(command, about->kind, "pidfd_getfd", errno);
        return false;
    }
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) { // each call that blocks takes one
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    int error = bx_serve(notifications);
    if (error != 0) {
        say_refused(command, about->kind, "a thread", error);
        return false;
    }
    return send(from_program, "", 1, MSG_NOSIGNAL) == 1;
}
