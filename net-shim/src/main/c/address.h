// SPDX-License-Identifier: Apache-2.0
// Overlay addresses and the loopback addresses that carry them on one host. Arithmetic only, no system call.
//
// An overlay is a network 10.N.0.0/16 with N in 65..127. On one host its nodes are told apart by loopback addresses, four
// second octets for each overlay, from B = 4 (N - 64):
//
//   what the program says            what the kernel gets
//   10.N.x.y:p, p >= 1024            127.(B).x.y:p              public: other nodes reach it
//   127.0.0.1:p, p >= 1024           127.(B+1).x.y:p            private: only the node itself, x.y is its own
//   10.N.x.y:p, p < 1024             127.(B+2).x.y:(p + 10000)  a low port needs no privilege in an overlay
//   127.0.0.1:p, p < 1024            127.(B+3).x.y:(p + 10000)
//
// All numbers are in host byte order.
#ifndef BOXER_ADDRESS_H
#define BOXER_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

#define BX_LOW_PORTS 1024
#define BX_LOW_PORT_OFFSET 10000
#define BX_LOOPBACK 0x7f000001u

// Local ports of connections between hosts: outside the range from which the kernel chooses, so that a socket with such a
// port, and only such a socket, is worth a question to the supervisor.
#define BX_FIRST_CROSSING_PORT 24000
#define BX_LAST_CROSSING_PORT 28095

struct bx_endpoint {
    uint32_t ip;
    uint16_t port;
};

// Which overlay and which node of it.
struct bx_self {
    uint32_t ip;   // overlay address: 10.N.x.y
    int host_bits; // nodes whose address begins with the same so many bits are on this host
};

enum bx_side { BX_PUBLIC, BX_PRIVATE };

// Where a connect() goes.
enum bx_target {
    BX_OUTSIDE,   // not ours: the kernel's call, unchanged
    BX_SAME_HOST, // a node of this host: its loopback address
    BX_ELSEWHERE, // a node of the overlay on another host: the supervisor knows the path
    BX_LOCALHOST, // 127.0.0.0/8 or 0.0.0.0: this node, but the supervisor knows on which side it listens
};

bool bx_self_is_valid(struct bx_self self);
bool bx_in_overlay(struct bx_self self, uint32_t ip);
enum bx_target bx_target(struct bx_self self, uint32_t ip);

// The kernel's address for a side of the node at overlay address `ip`. Port 0 stays 0.
struct bx_endpoint bx_real(struct bx_self self, enum bx_side side, uint32_t ip, uint16_t port);

// Whether the kernel's address belongs to this overlay; then what the program is to see instead.
// 127.0.0.1 stands for the node's own private side; of another node's private side nothing is known but that it is on
// this host, which is shown as the first address of the overlay.
bool bx_virtual(struct bx_self self, struct bx_endpoint real, struct bx_endpoint *seen);
bool bx_is_private(struct bx_self self, uint32_t real_ip);

// The address that stands for this host, where a connection comes from a program that is no node.
uint32_t bx_host(struct bx_self self);

// The real address from which a supervisor rings at a program's listener, when a connection from another host stands.
uint32_t bx_doorbell(struct bx_self self);

#endif
