// SPDX-License-Identifier: Apache-2.0
/** Daemons as processes of this machine: starting, waiting until they serve, finding them again, ending them. */
@NullMarked
package io.boxer.common.process;

import org.jspecify.annotations.NullMarked;
