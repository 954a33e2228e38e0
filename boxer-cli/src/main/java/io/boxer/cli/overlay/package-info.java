// SPDX-License-Identifier: Apache-2.0
/** Programs as nodes of an overlay. */
@NullMarked
package io.boxer.cli.overlay;

import org.jspecify.annotations.NullMarked;
