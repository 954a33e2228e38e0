// SPDX-License-Identifier: Apache-2.0
// What the files of both front ends share. Each call is in a file of its own, decisions are in address.c. The preload library
// makes the calls on the program's own descriptors (hooks.c), the seccomp front end on copies of them (notified.c).
//
// Nothing here keeps a descriptor and no state of a socket: what a program sees is computed from what the kernel
// says (address.h). So fork, vfork, exec, dup, close_range and descriptor passing need no care at all.
#ifndef BOXER_SHIM_H
#define BOXER_SHIM_H

#include "address.h"
#include <netdb.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/utsname.h>

#define BX_EXPORT __attribute__((visibility("default")))

// Who this process is. Written once, by the library's constructor; read-only afterwards.
struct bx_node {
    bool active;                // false: every hook is the kernel's call
    bool sockets;               // false: those of sockets are, since another front end has them; names are still ours
    bool observed;              // boxer-init wants to be told of them (note.h)
    struct bx_self self;        // addresses
    char name[64];              // what gethostname() says
    char socket[104];           // abstract name of the supervisor's socket, without the leading zero byte
    unsigned char secret[16];   // proves to the supervisor that the request comes from its guest
    char members[256];          // path of the file of members; "": there is none
    char hosts[256];            // path of the node's /etc/hosts, which is beside it
    char env_node[512];         // "BOXER_NODE=…", for programs started with another environment
    char env_preload[1024];     // "LD_PRELOAD=<path of this library>"
};
extern struct bx_node bx_node;

// A socket's address in the form in which the program gave it or wants it.
struct bx_sockaddr {
    enum { BX_OTHER, BX_V4, BX_V4_IN_V6, BX_ANY6, BX_LOOPBACK6 } form;
    struct bx_endpoint at; // of BX_V4 and BX_V4_IN_V6; the port of all but BX_OTHER
};
struct bx_sockaddr bx_read(const struct sockaddr *from, socklen_t length);
socklen_t bx_write(struct sockaddr_storage *to, bool v6, struct bx_endpoint at);
// Copies as the kernel does: cut to what the caller has room for, *length is the whole length. Null: nothing.
void bx_copy_out(const struct sockaddr_storage *from, socklen_t whole, struct sockaddr *to, socklen_t *length);
// Replace the kernel's address of one end by what the program is to see; `other` is the other end, null if not known.
void bx_show_own(struct sockaddr_storage *own, socklen_t *length, const struct sockaddr_storage *peer);
void bx_show_peer(struct sockaddr_storage *peer, socklen_t *length, const struct sockaddr_storage *own);

bool bx_is_stream(int fd); // TCP (or another stream of the internet families)
bool bx_only_v6(int fd);   // an IPv6 socket that refuses IPv4

// bind(any address, port 0) is only noted on the socket; this carries it out, where the port is asked for.
void bx_bind_if_marked(int fd);

// Takes the source address of this node before a connect: public for peers, private for 127.0.0.1.
void bx_take_source(int fd, bool v6, bool private_side);

// On which side this node itself listens, the private one first; there may be none, or the kernel does not tell.
enum bx_listening { BX_NOBODY, BX_LISTENS, BX_UNKNOWN };
enum bx_listening bx_own_listener(uint16_t port, enum bx_side *side);

// The intercepted calls: as the kernel's, -1 and errno; or BX_UNCHANGED: this one is the kernel's, with the arguments as they are.
#define BX_UNCHANGED (-2)
int bx_connect(int fd, const struct sockaddr *to, socklen_t length);
int bx_bind(int fd, const struct sockaddr *address, socklen_t length);
int bx_listen(int fd, int backlog);
int bx_accept(int fd, struct sockaddr *address, socklen_t *length, int flags, bool four); // never BX_UNCHANGED
int bx_getsockname(int fd, struct sockaddr *address, socklen_t *length);
int bx_getpeername(int fd, struct sockaddr *address, socklen_t *length);

// Reads the value of BOXER_NODE. False: it is malformed, and bx_node is not to be used.
bool bx_read_node(const char *value);

// Names of nodes, for those who resolve (look_up.c). 0; ENOENT: no node has it; or why the supervisor could not be asked.
int bx_look_up_name(const char *name, uint32_t *ip);
int bx_look_up_address(uint32_t ip, char *name); // `name` has room for BX_TEXT_BYTES and the end
// Files of the supervisor's (members.c). -1: it cannot be opened, or is another's
int bx_open_ours(const char *path, int flags);
// In the file of members. Keep errno.
bool bx_find_member(const char *name, uint32_t *ip); // whether it is in there
bool bx_name_member(uint32_t ip, char *name);

// What uname() says is replaced by the node's name.
void bx_name_host(struct utsname *about);

// connect() to a node of another host (elsewhere.c); BX_UNCHANGED: it is connected
int bx_connect_elsewhere(int fd, bool v6, struct bx_endpoint to);

// Whether an accepted connection is the supervisor ringing; then bx_claim exchanges it for what it announces (claim.c)
bool bx_is_doorbell(const struct sockaddr_storage *peer, socklen_t length);
int bx_claim(int accepted, int flags, struct sockaddr_storage *peer, socklen_t *length);

// Deadlines are in milliseconds of the monotonic clock.
long bx_now_millis(void);
// 0: the descriptor is ready; ETIMEDOUT, or the error of poll()
int bx_await(int fd, short events, long deadline);

char *bx_environment_value(char *const environment[], const char *name_with_equals);

#endif
