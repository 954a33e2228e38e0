// SPDX-License-Identifier: Apache-2.0
#include "next.h"
#include <unistd.h>

#define BX_DEFINE(result, name, arguments)                                                                             \
    bx_##name##_function bx_find_##name(void) { return name; }
BX_NEXT_SOCKETS(BX_DEFINE)
