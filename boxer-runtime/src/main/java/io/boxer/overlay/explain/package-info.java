// SPDX-License-Identifier: Apache-2.0
/** For people: which path two nodes have, and why. */
@NullMarked
package io.boxer.overlay.explain;

import org.jspecify.annotations.NullMarked;
