// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.core;

import java.time.Duration;

/** How long a node stays ended before it is started again: twice as long each time, until it runs well. Immutable. */
final class Pauses {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(30);

    /** Who ran so long is forgiven what was before. */
    static final Duration WELL = Duration.ofSeconds(60);

    private Pauses() {}

    /** @param ends in a row, this one not counted */
    static Duration after(int ends) {
        int doubled = Math.min(ends, 16); // 2^16 times the first is beyond the longest
        Duration pause = FIRST.multipliedBy(1L << doubled);
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
