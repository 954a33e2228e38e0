// SPDX-License-Identifier: Apache-2.0
/** {@code boxer store …}: one class a command. */
@NullMarked
package io.boxer.cli.store;

import org.jspecify.annotations.NullMarked;
