// SPDX-License-Identifier: Apache-2.0
// The addresses of address.h, in all overlays: what goes to the kernel and comes back is what it was, no two go to the same
// place, and nothing that is not ours is taken for ours.
#include "address.h"
#include "tap.h"

static struct bx_self self_in(uint32_t network) {
    return (struct bx_self){.ip = 10u << 24 | network << 16 | 5, .host_bits = 24};
}

static const uint16_t PORTS[] = {1, 79, 80, 1022, 1023, 1024, 1025, 10000, 10001, 11023, 11024, 32768, 65535};
#define PORT_COUNT (sizeof PORTS / sizeof *PORTS)

static bool equal(struct bx_endpoint a, struct bx_endpoint b) { return a.ip == b.ip && a.port == b.port; }

static bool comes_back(struct bx_self self, uint32_t ip, uint16_t port) {
    struct bx_endpoint public_seen;
    struct bx_endpoint private_seen;
    struct bx_endpoint private_wanted = {ip == self.ip ? BX_LOOPBACK : bx_host(self), port};
    return bx_virtual(self, bx_real(self, BX_PUBLIC, ip, port), &public_seen) &&
           equal(public_seen, (struct bx_endpoint){ip, port}) &&
           bx_virtual(self, bx_real(self, BX_PRIVATE, ip, port), &private_seen) && equal(private_seen, private_wanted);
}

static void everything_comes_back(void) {
    int wrong = 0;
    for (uint32_t network = 65; network <= 127; network++) {
        struct bx_self self = self_in(network);
        for (uint32_t low = 0; low <= 0xffff; low += 0x33) {
            for (size_t i = 0; i < PORT_COUNT; i++) {
                wrong += !comes_back(self, 10u << 24 | network << 16 | low, PORTS[i]);
            }
        }
    }
    same(wrong, 0, "every address and port of every overlay, on both sides, comes back as it was");
    wrong = 0;
    for (uint32_t port = 1; port <= 65535; port++) {
        wrong += !comes_back(self_in(77), self_in(77).ip, (uint16_t)port);
    }
    same(wrong, 0, "every port of a node comes back as it was");
}

static int compare(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void no_two_meet(void) {
    static uint64_t all[63 * 2 * 3 * PORT_COUNT];
    size_t count = 0;
    for (uint32_t network = 65; network <= 127; network++) {
        struct bx_self self = self_in(network);
        for (uint32_t low = 1; low <= 3; low++) {
            for (size_t i = 0; i < PORT_COUNT; i++) {
                for (int side = BX_PUBLIC; side <= BX_PRIVATE; side++) {
                    struct bx_endpoint real =
                        bx_real(self, (enum bx_side)side, 10u << 24 | network << 16 | low << 7, PORTS[i]);
                    all[count++] = (uint64_t)real.ip << 16 | real.port;
                }
            }
        }
    }
    qsort(all, count, sizeof *all, compare);
    int doubled = 0;
    int outside = 0;
    for (size_t i = 0; i < count; i++) {
        doubled += i > 0 && all[i] == all[i - 1];
        outside += all[i] >> 40 != 127 || (all[i] >> 32 & 0xff) < 4 || (all[i] & 0xffff) < 1024;
    }
    same(doubled, 0, "no two overlays, nodes, sides or ports share an address of the kernel");
    same(outside, 0, "all of them are loopback addresses, none below 127.4, no port needs privilege");
}

static void foreign_stays_foreign(void) {
    struct bx_self self = self_in(77);
    struct bx_endpoint seen;
    int taken = 0;
    for (uint32_t octet = 0; octet <= 255; octet++) {
        bool ours = octet >= 52 && octet <= 55; // B = 4 (77 - 64)
        bool low = octet == 54 || octet == 55;
        taken += bx_virtual(self, (struct bx_endpoint){127u << 24 | octet << 16 | 5, 10080}, &seen) != ours;
        taken += bx_is_private(self, 127u << 24 | octet << 16 | 5) != (octet == 53 || octet == 55);
        taken += bx_virtual(self, (struct bx_endpoint){127u << 24 | octet << 16 | 5, 40000}, &seen) != (ours && !low);
        taken += bx_virtual(self, (struct bx_endpoint){126u << 24 | octet << 16 | 5, 10080}, &seen);
    }
    same(taken, 0, "only 127.52 to 127.55 belong to overlay 77; where low ports are, only they");
}

static void ports_that_are_none(void) {
    struct bx_self self = self_in(77);
    same(bx_real(self, BX_PUBLIC, self.ip, 0).port, 0, "port 0 stays 0");
    same(bx_real(self, BX_PUBLIC, self.ip, 0).ip, 127 << 24 | 52 << 16 | 5, "on the side of the high ports");
    same(bx_doorbell(self), 127 << 24 | 52 << 16 | 0xfffe, "the doorbell rings from 127.52.255.254");
    same(bx_host(self), 10 << 24 | 77 << 16 | 1, "a stranger is 10.77.0.1");
}

static void targets(void) {
    struct bx_self self = self_in(77);
    uint32_t base = 10u << 24 | 77u << 16;
    same(bx_target(self, base | 6), BX_SAME_HOST, "10.77.0.6 of 10.77.0.5/24 is on the same host");
    same(bx_target(self, base | 0x100 | 6), BX_ELSEWHERE, "10.77.1.6 is elsewhere");
    same(bx_target(self, 10u << 24 | 78u << 16 | 6), BX_OUTSIDE, "10.78.0.6 is outside");
    same(bx_target(self, 127u << 24 | 9), BX_LOCALHOST, "127.0.0.9 is localhost");
    same(bx_target(self, 0), BX_LOCALHOST, "0.0.0.0 is localhost");
    self.host_bits = 32;
    same(bx_target(self, base | 6), BX_ELSEWHERE, "a node alone on its host has its peers elsewhere");
    same(bx_target(self, base | 5), BX_SAME_HOST, "but itself");
    self.host_bits = 16;
    same(bx_target(self, base | 0xff06), BX_SAME_HOST, "an overlay on one host has all its nodes there");
}

static void who_is_valid(void) {
    struct bx_self self = self_in(65);
    ok(bx_self_is_valid(self), "10.65/24");
    self.host_bits = 15;
    ok(!bx_self_is_valid(self), "not /15");
    self.host_bits = 33;
    ok(!bx_self_is_valid(self), "not /33");
    ok(!bx_self_is_valid(self_in(64)), "not 10.64");
    ok(bx_self_is_valid(self_in(127)), "10.127");
    ok(!bx_self_is_valid(self_in(128)), "not 10.128");
    self = self_in(77);
    self.ip += 1u << 24;
    ok(!bx_self_is_valid(self), "not 11.77");
}

int main(void) {
    everything_comes_back();
    no_two_meet();
    foreign_stays_foreign();
    ports_that_are_none();
    targets();
    who_is_valid();
    return tap_end();
}
