// SPDX-License-Identifier: Apache-2.0
#include "address.h"

#define FIRST_NETWORK 65u
#define LAST_NETWORK 127u

static uint32_t network(struct bx_self self) { return (self.ip >> 16) & 0xff; }

static uint32_t base(struct bx_self self) { return 4 * (network(self) - (FIRST_NETWORK - 1)); }

bool bx_self_is_valid(struct bx_self self) {
    return self.ip >> 24 == 10 && network(self) >= FIRST_NETWORK && network(self) <= LAST_NETWORK && self.host_bits >= 16 &&
           self.host_bits <= 32;
}

bool bx_in_overlay(struct bx_self self, uint32_t ip) { return ip >> 16 == self.ip >> 16; }

enum bx_target bx_target(struct bx_self self, uint32_t ip) {
    if (ip >> 24 == 127 || ip == 0) {
        return BX_LOCALHOST;
    }
    if (!bx_in_overlay(self, ip)) {
        return BX_OUTSIDE;
    }
    uint32_t same = self.host_bits == 0 ? 0 : ~0u << (32 - self.host_bits);
    return (ip & same) == (self.ip & same) ? BX_SAME_HOST : BX_ELSEWHERE;
}

struct bx_endpoint bx_real(struct bx_self self, enum bx_side side, uint32_t ip, uint16_t port) {
    bool low = port != 0 && port < BX_LOW_PORTS;
    uint32_t octet = base(self) + (side == BX_PRIVATE ? 1 : 0) + (low ? 2 : 0);
    return (struct bx_endpoint){
        .ip = 127u << 24 | octet << 16 | (ip & 0xffff),
        .port = (uint16_t)(low ? port + BX_LOW_PORT_OFFSET : port),
    };
}

static bool is_ours(struct bx_self self, uint32_t real_ip) {
    uint32_t octet = (real_ip >> 16) & 0xff;
    return real_ip >> 24 == 127 && octet >= base(self) && octet < base(self) + 4;
}

bool bx_is_private(struct bx_self self, uint32_t real_ip) {
    return is_ours(self, real_ip) && ((real_ip >> 16) & 1) != 0;
}

uint32_t bx_host(struct bx_self self) { return (self.ip & 0xffff0000u) | 1; }

uint32_t bx_doorbell(struct bx_self self) { return 127u << 24 | base(self) << 16 | 0xfffe; }

bool bx_virtual(struct bx_self self, struct bx_endpoint real, struct bx_endpoint *seen) {
    if (!is_ours(self, real.ip)) {
        return false;
    }
    bool low = ((real.ip >> 16) & 2) != 0;
    uint16_t port = (uint16_t)(low ? real.port - BX_LOW_PORT_OFFSET : real.port);
    if (low && (port == 0 || port >= BX_LOW_PORTS)) {
        return false; // no node has it: a stranger that took the address
    }
    if (!bx_is_private(self, real.ip)) {
        *seen = (struct bx_endpoint){(self.ip & 0xffff0000u) | (real.ip & 0xffff), port};
    } else if ((real.ip & 0xffff) == (self.ip & 0xffff)) {
        *seen = (struct bx_endpoint){BX_LOOPBACK, port};
    } else {
        *seen = (struct bx_endpoint){bx_host(self), port};
    }
    return true;
}
