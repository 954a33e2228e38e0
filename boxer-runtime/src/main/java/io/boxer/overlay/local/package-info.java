// SPDX-License-Identifier: Apache-2.0
/** Overlays of one machine: where their coordinator is written down, and how it is started when a node needs it. */
@NullMarked
package io.boxer.overlay.local;

import org.jspecify.annotations.NullMarked;
