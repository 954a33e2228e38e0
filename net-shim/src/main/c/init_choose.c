// SPDX-License-Identifier: Apache-2.0
// Which front end a program gets: what it is, what is asked for, what this machine allows.
#include "init.h"
#include "shim.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Which one is used; AUTO: none can be, and we have said why.
static enum front_end choose(const char *command, const struct program *about, enum front_end asked) {
    if (about->gains_rights && asked != SECCOMP && asked != PROXY) {
        fprintf(stderr,
                "error: cannot run %s as a node: %s is setuid or setgid, and such a program takes no preload library\n"
                "  what helps: start boxer as the user that it is to run as, or run it without these rights: boxer run --front-end "
                "seccomp\n",
                command, about->path);
        return AUTO;
    }
    if (about->fits == SECCOMP && asked == PRELOAD) {
        fprintf(stderr, "boxer: %s is %s: the preload library does not see its calls, it is on the host's network\n", command, about->kind);
    }
    return asked == AUTO ? about->fits : asked;
}

static void say_refused(const char *command, const char *kind, const struct refusal *refused) {
    fprintf(stderr,
            "error: cannot run %s as a node: it is %s, which takes the seccomp front end, and this machine refuses %s: %s%s\n"
            "  what helps: a machine or container that allows it (with Docker: --security-opt seccomp=unconfined), a build of the\n"
            "  program that uses the C library, or to run it behind a proxy: boxer run --front-end proxy\n",
            command, kind, refused->what, strerror(refused->error),
            refused->error == EBUSY ? " (a program that is served so already cannot start another node)" : "");
}

static void say_proxied(const char *command, const struct wanted *wanted, const char *url) {
    fprintf(stderr, "boxer: %s is behind a proxy: it reaches nodes by name through %s (ALL_PROXY, HTTP_PROXY, HTTPS_PROXY)\n", command,
            url);
    for (size_t i = 0; i < wanted->ways.forward_count; i++) {
        const struct bx_forward *way = &wanted->ways.forwards[i];
        fprintf(stderr, "  127.0.0.1:%u leads to %s:%u\n", way->local_port, way->node, way->port);
    }
    for (size_t i = 0; i < wanted->ways.served_count; i++) {
        const struct bx_served *way = &wanted->ways.served[i];
        fprintf(stderr, "  nodes that connect to port %u reach 127.0.0.1:%u\n", way->port, way->local_port);
    }
    if (wanted->ways.served_count == 0) {
        fprintf(stderr, "  nobody reaches it: --serve PORT names what it listens on\n");
    }
}

// What is forwarded is so under every front end: one command line is good on all machines.
static bool open_proxy(const char *command, const struct wanted *wanted, enum front_end front_end, char *url, size_t room) {
    char what[80] = "";
    if (!bx_proxy_open(&wanted->ways, front_end == PROXY, url, room, what, sizeof what)) {
        fprintf(stderr, "error: cannot run %s behind a proxy: %s is not to be had: %s\n", command, what, strerror(errno));
        return false;
    }
    return true;
}

static struct started start_with(char **command, char *node, const struct program *about, const struct wanted *wanted,
                                 enum front_end front_end, bool observe) {
    struct started how = {.front_end = front_end, .observed = observe && front_end != PROXY};
    char url[64] = "";
    if (!open_proxy(command[0], wanted, front_end, url, sizeof url)) {
        return how;
    }
    if (front_end == PROXY && !wanted->quiet) {
        say_proxied(command[0], wanted, url);
    }
    start_as(command, node, about, url, &how);
    if (how.pid == 0 && how.refused.error != 0 && front_end != SECCOMP) {
        how.observed = false; // looking is not needed
        start_as(command, node, about, url, &how);
    }
    if (how.pid != 0 && (front_end == PROXY || wanted->ways.forward_count > 0) && !bx_proxy_start()) {
        fprintf(stderr, "boxer: no thread for the proxy: nothing goes through it\n");
    }
    return how;
}

struct started start_program(char **command, char *node, const struct program *about, const struct wanted *wanted, bool observe) {
    struct started how = {.front_end = choose(command[0], about, wanted->front_end)};
    if (how.front_end == AUTO) {
        return how;
    }
    if (!bx_read_node(node + strlen("BOXER_NODE="))) {
        if (how.front_end != PRELOAD || wanted->ways.forward_count > 0) {
            fprintf(stderr, "error: the supervisor's words about the guest cannot be read: build both anew\n");
            exit(2);
        }
        observe = false;
    }
    how = start_with(command, node, about, wanted, how.front_end, observe);
    if (how.pid != 0 || how.refused.error == 0) {
        return how;
    }
    if (wanted->front_end != AUTO || how.refused.error == EBUSY) { // what is served so already would be in front of the proxy too
        say_refused(command[0], about->kind, &how.refused);
        return how;
    }
    struct refusal refused = how.refused;
    fprintf(stderr, "boxer: %s is %s, whose calls this machine does not let us see (%s: %s)\n", command[0], about->kind, refused.what,
            strerror(refused.error));
    how = start_with(command, node, about, wanted, PROXY, false);
    how.refused = refused;
    return how;
}
