// SPDX-License-Identifier: Apache-2.0
/** Preemption notices, the policies that answer them, replacement of nodes and the ledger of what they cost. */
@NullMarked
package io.boxer.spot;

import org.jspecify.annotations.NullMarked;
