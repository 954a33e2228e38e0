// SPDX-License-Identifier: Apache-2.0
/** Virtual time: what the simulations of the modules' cores stand on. */
@NullMarked
package io.boxer.common.sim;

import org.jspecify.annotations.NullMarked;
