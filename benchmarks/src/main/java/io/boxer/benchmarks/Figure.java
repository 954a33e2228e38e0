// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks;

import java.util.Optional;

/**
 * One line of a benchmark's table.
 *
 * @param peer what ours is compared with, if it is compared
 * @param ratio ours over the peer's of the same round, so that what disturbs a whole round disturbs it little
 */
public record Figure(String name, String unit, Spread ours, Optional<Peer> peer, Optional<Spread> ratio, Goal goal) {
    /** The other side. */
    public record Peer(String name, Spread spread) {}

    public boolean isMet() {
        return goal.isMetBy(this);
    }
}
