// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.ledger;

import io.boxer.spot.Pool;

/**
 * How long the nodes of one pool ran, taken together. Immutable.
 *
 * @param nodes how many nodes these seconds are of, the ended ones too
 * @param seconds from each node's launch to its end or to now
 */
public record NodeSeconds(Pool pool, int nodes, double seconds) {
    /** {@code stable} or {@code spot}. */
    public String kind() {
        return pool.isSpot() ? "spot" : "stable";
    }
}
