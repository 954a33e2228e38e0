// SPDX-License-Identifier: Apache-2.0
/** The process beside a guest: joins the overlay for it and answers the shim. */
@NullMarked
package io.boxer.supervisor;

import org.jspecify.annotations.NullMarked;
