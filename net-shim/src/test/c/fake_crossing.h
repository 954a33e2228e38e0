// SPDX-License-Identifier: Apache-2.0
// The part of the tests' supervisor that has to do with other hosts. This host plays them, at the address by which it would
// reach the world; the shim sees connections of the kernel that lead out of the loopback.
//
// CONNECT to 10.N.202.x:p    a plan: port p of this host, hello "HELLO", expect "WELCOME". After a path that failed (side > 0):
//                            x = 1, 3: the same again; else ETIMEDOUT. The first path of x = 3 leads to a port of nobody.
// RESOLVE "ring-P"           a node elsewhere, 10.N.201.9:555, has connected to port P of alpha: its end says "afar", and closes
// RESOLVE "ring-falsely-P"   a doorbell without anybody
// CLAIM, LOOKUP              of these
#ifndef BOXER_FAKE_CROSSING_H
#define BOXER_FAKE_CROSSING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void crossing_begin(uint32_t network);
// These write an answer behind its magic and return how many bytes it has, text included.
size_t crossing_connect(uint32_t address, uint16_t port, uint8_t failed, uint64_t cookie, unsigned char *answer);
bool crossing_ring(const char *name); // whether it is such a name
size_t crossing_claim(uint16_t port, unsigned char *answer, int *descriptor); // the descriptor is to be sent and closed
size_t crossing_lookup(uint64_t cookie, unsigned char *answer);

#endif
