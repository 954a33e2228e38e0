// SPDX-License-Identifier: Apache-2.0
/** {@code boxer spot …}: one class a command. */
@NullMarked
package io.boxer.cli.spot;

import org.jspecify.annotations.NullMarked;
