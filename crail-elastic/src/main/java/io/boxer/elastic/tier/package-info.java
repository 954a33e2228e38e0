// SPDX-License-Identifier: Apache-2.0
/**
 * What runs inside an application: where blocks are, one operation from its first attempt to its end, connections. Plain NIO
 * in the caller's thread. Specification: docs/protocol.md, section 3 ("Client"); rules R3, R8, R11 and R12.
 */
@NullMarked
package io.boxer.elastic.tier;

import org.jspecify.annotations.NullMarked;
