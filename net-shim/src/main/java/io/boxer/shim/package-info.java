// SPDX-License-Identifier: Apache-2.0
/**
 * The Java end of the preload library's socket: requests, answers, and the variable that tells a guest who it is. The C end
 * is src/main/c/wire.h; both are held to src/test/vectors/wire.txt.
 */
@NullMarked
package io.boxer.shim;

import org.jspecify.annotations.NullMarked;
