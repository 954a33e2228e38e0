// SPDX-License-Identifier: Apache-2.0
// keep.c, of the seccomp front end; the library has none to keep, since there the kernel accepts (keep_none.c).
#ifndef BOXER_KEEP_H
#define BOXER_KEEP_H

#include "address.h"

// Whether it is kept; then the connection is taken. `listener`: a copy of the program's.
bool bx_keep(int listener, int connection, struct bx_endpoint peer);
// The connection that this doorbell rings for, and who is at its other end: given. -1: none.
int bx_take_kept(uint16_t port, struct bx_endpoint *peer);

#endif
