// SPDX-License-Identifier: Apache-2.0
/** {@code boxer compat}: what was seen of a program while it ran, and what follows from it. */
@NullMarked
package io.boxer.compat;

import org.jspecify.annotations.NullMarked;
