// SPDX-License-Identifier: Apache-2.0
// The loopback proxy, for a program whose calls nobody can intercept: Go and static programs where the kernel may not tell of them. The
// program stays on the host's network; what it connects to goes through SOCKS5 at an address of its node's own loopback, who
// connects to its node is led to it. All that decides where a call goes is the code of the other front ends.
//
// Threads of boxer-init: one accepts, and one for each connection.
#ifndef BOXER_PROXY_H
#define BOXER_PROXY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#define BX_MOST_WAYS 32

// What was asked for with --forward and --serve.
struct bx_ways {
    struct bx_forward {
        uint16_t local_port; // of the host's 127.0.0.1
        char node[64];       // name or address
        uint16_t port;
    } forwards[BX_MOST_WAYS];
    size_t forward_count;
    struct bx_served {
        uint16_t port;       // of the node
        uint16_t local_port; // where the program listens, on 127.0.0.1 or all addresses of the host
    } served[BX_MOST_WAYS];
    size_t served_count;
};
// One of the supervisor's words: "forward:9000:cache:6379", "serve:7000:17000". False: it is none, or there are too many
bool bx_read_way(const char *word, struct bx_ways *ways);

// proxy.c. Opens what programs connect to: SOCKS5, if `socks`; its address is in *url then. False: with errno, *what is not to be had
bool bx_proxy_open(const struct bx_ways *ways, bool socks, char *url, size_t room, char *what, size_t what_room);
// Starts to accept. From then on descriptors are taken: two a connection.
bool bx_proxy_start(void);

// proxy_socks.c. Hears what the client wants (RFC 1928) and connects to it. -1: it has been told why not
int bx_socks_connect(int client);

// proxy_dial.c. A connection to a node or to another host, by name or address; -1 with errno, ENOENT: there is no such name
int bx_dial(const char *host, uint16_t port);
int bx_dial_address(const struct sockaddr_storage *to, socklen_t length);

// proxy_serve.c. Sees whether the program listens, opens and closes the node's ports accordingly. How long until it is to be done
// again, in milliseconds; -1: never
int bx_serve_look(struct bx_ways *ways, int listeners[BX_MOST_WAYS]);
int bx_serve_connect(const struct bx_served *served);

// proxy_pump.c. Passes bytes in both directions until both have ended; takes both descriptors. The end of one direction stays
// one, and a reset of one end resets the other.
void bx_pump(int one, int other);
void bx_reset(int fd); // closes it with a reset

#endif
