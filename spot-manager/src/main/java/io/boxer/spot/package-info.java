// SPDX-License-Identifier: Apache-2.0
/** Preemption notices as values, and the pools that nodes belong to. */
@NullMarked
package io.boxer.spot;

import org.jspecify.annotations.NullMarked;
