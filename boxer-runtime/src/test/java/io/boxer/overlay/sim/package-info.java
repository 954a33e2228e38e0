// SPDX-License-Identifier: Apache-2.0
/**
 * The overlay's cores in virtual time: a coordinator, supervisors, and links between them that are slow, break, stay half open.
 * What crosses a link are bytes, so the codec is simulated too.
 */
@NullMarked
package io.boxer.overlay.sim;

import org.jspecify.annotations.NullMarked;
