// SPDX-License-Identifier: Apache-2.0
// What every test of the preload library stands on. A test is a table of parts; "alpha" is the test itself and runs as a guest,
// the node alpha. It starts other parts as other processes: as the node beta, as a program that is no node at all, or as alpha
// with a supervisor that is away, hangs, or is not ours.
//
// BOXER_TEST_INIT: a boxer-init; then the nodes of this run are under the seccomp front end, each started by one (broker.h).
//
// Each run has an overlay of its own, 10.N: nothing here names N.
#ifndef BOXER_HARNESS_H
#define BOXER_HARNESS_H

#include "tap.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE_MILLIS 20000 // machines are slow; nothing waits for so long that works

struct part {
    const char *name;
    void (*run)(void);
};
extern const struct part parts[]; // the last has no name
#define PARTS(...) const struct part parts[] = {__VA_ARGS__, {NULL, NULL}};

// Nodes, by the last part of their addresses: 10.N.200.x, all on this host. Others of 10.N are elsewhere.
enum { ALPHA = 5, BETA = 6, NOBODY = 7 };

int overlay(void);                             // N
uint32_t node(int last);                       // 10.N.200.last
const char *argument(int index);               // of this part, "" if there is none
const char *text(const char *format, ...);     // in one of 256 buffers
const char *node_at(int last, int port);       // "10.N.200.last:port"
const char *variable(const char *who);         // "BOXER_NODE=…" of "alpha", "beta", "absent", "hanging", "junk", "unproven"
bool is_served(void);                          // by the seccomp front end
const char *preloaded(void);                   // "LD_PRELOAD=…"
const char *program(const char *name);         // path of another program of these tests

// Another process. `talk` is a socket to it; in the part itself it is the descriptor TALK.
#define TALK 3
struct child {
    pid_t pid;
    int talk;
};
// `who` as for variable(), or "stranger": no node, without the library
struct child start(const char *part, const char *who, const char *argument);
struct child start_with_files(const char *part, const char *who, const char *members); // a guest that has that file of members
struct child start_with(const char *part, char *const environment[], const char *argument);
char *const *arguments_for(const char *part, const char *argument); // for a test that starts the part by itself
void say(int talk, const char *format, ...);
const char *hear(int talk); // a line without its end; "" when the other side is gone
int finish(struct child *child); // exit code, 128 + n for a signal
int wait_for(pid_t pid);
int code_outside(pid_t pid); // of a process that another process started for us; -1: there is none

// Sockets. These bail out where they fail.
struct sockaddr_in v4(uint32_t ip, int port);
struct sockaddr_in6 v4_in_v6(uint32_t ip, int port);
int stream(int family);
int listening(uint32_t ip, int port); // port 0: any
int port_of(int fd);
int dial(uint32_t ip, int port);               // blocking; -1 and errno
int accept_from(int listener, const char **peer);
const char *own_of(int fd);                    // "address:port", "(error)" where the call fails
const char *peer_of(int fd);
const char *address_text(const struct sockaddr_storage *address);
short wait_until(int fd, short events);        // 0: out of patience
bool echoes(int one, int other);               // whether bytes pass both ways
int open_descriptors(void);
bool is_glibc(void);                           // else musl
bool under_valgrind(void);                     // which complains of bad pointers, and has ways of its own

#endif
