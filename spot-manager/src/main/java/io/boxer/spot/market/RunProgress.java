// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

/**
 * How far a run is. Immutable.
 *
 * @param done queries that have ended, of {@code total}
 */
public record RunProgress(int done, int total) {
    public RunProgress {
        if (done < 0 || done > total) {
            throw new IllegalArgumentException("done=" + done + " is not between 0 and total=" + total);
        }
    }

    /** True if the whole queries in that share of the run are done; in a run of one query every share below 1 is reached at once. */
    boolean reached(double share) {
        return done >= (int) Math.floor(share * total);
    }

    /** The last query of several runs, or has ended. */
    boolean isAtTheEnd() {
        return total > 1 && done >= total - 1;
    }
}
