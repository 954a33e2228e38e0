// SPDX-License-Identifier: Apache-2.0
/** Acts: what the spot manager asks of the store and of whoever sells nodes, as two interfaces, and the values they speak in. */
@NullMarked
package io.boxer.spot.drain;

import org.jspecify.annotations.NullMarked;
