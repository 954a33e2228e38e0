// SPDX-License-Identifier: Apache-2.0
/** What the nodes cost: node-seconds by kind and pool, prices with their source, and the comparison with on-demand. */
@NullMarked
package io.boxer.spot.ledger;

import org.jspecify.annotations.NullMarked;
