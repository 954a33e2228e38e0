// SPDX-License-Identifier: Apache-2.0
/** The boxer command: parses, wires, prints. */
@NullMarked
package io.boxer.cli;

import org.jspecify.annotations.NullMarked;
