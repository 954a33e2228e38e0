// SPDX-License-Identifier: Apache-2.0
/** Networks of NATs on this machine. */
@NullMarked
package io.boxer.cli.lab;

import org.jspecify.annotations.NullMarked;
