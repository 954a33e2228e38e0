// SPDX-License-Identifier: Apache-2.0
/** Joins detecting, deciding and acting into the spot manager that a process runs. */
@NullMarked
package io.boxer.spot.daemon;

import org.jspecify.annotations.NullMarked;
