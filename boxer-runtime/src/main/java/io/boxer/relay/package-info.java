// SPDX-License-Identifier: Apache-2.0
/**
 * The node that forwards where no direct path exists. It never dials: both ends dial in, each with a ticket for one session,
 * and it joins the two.
 */
@NullMarked
package io.boxer.relay;

import org.jspecify.annotations.NullMarked;
