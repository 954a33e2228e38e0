// SPDX-License-Identifier: Apache-2.0
/** The daemons in the foreground: {@code boxer namenode}, {@code datanode}, {@code market}, {@code spot-manager}. */
@NullMarked
package io.boxer.cli.daemon;

import org.jspecify.annotations.NullMarked;
