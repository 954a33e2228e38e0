// SPDX-License-Identifier: Apache-2.0
/** Real, unmodified programs as nodes of overlays on this machine. */
@NullMarked
package io.boxer.it.guests;

import org.jspecify.annotations.NullMarked;
