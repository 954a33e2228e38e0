// SPDX-License-Identifier: Apache-2.0
/** Decides when nodes of an application start, count as ready, restart and stop. Takes events and time as values. */
@NullMarked
package io.boxer.compose.core;

import org.jspecify.annotations.NullMarked;
