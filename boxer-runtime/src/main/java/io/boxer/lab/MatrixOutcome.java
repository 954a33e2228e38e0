// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of the connections between two hosts. Immutable.
 *
 * @param tried in both directions together
 * @param right reached the host that was named, and both ends saw the overlay addresses of each other
 * @param wrong reached another, or an end saw another address
 * @param relayed so many of them were forwarded by the relay
 * @param medianMillis of connect and first line; 0 if none succeeded
 * @param troubles distinct, in words
 */
public record MatrixOutcome(
        MatrixPair pair, int tried, int right, int wrong, long relayed, double medianMillis, List<String> troubles) {
    public MatrixOutcome {
        troubles = List.copyOf(troubles);
    }

    /** Whether every connection reached the host that was named. */
    public boolean isRight() {
        return right == tried;
    }

    /** Whether the path was one that was to be expected. */
    public boolean isExpected() {
        return switch (pair.expected()) {
            case DIRECT -> relayed == 0;
            case RELAYED -> relayed == tried;
            case EITHER -> true;
        };
    }

    static MatrixOutcome of(MatrixPair pair, MatrixAnswer there, MatrixAnswer back, long relayed) {
        List<String> troubles = new ArrayList<>(there.troubles());
        troubles.addAll(back.troubles());
        return new MatrixOutcome(
                pair,
                there.tried() + back.tried(),
                there.right() + back.right(),
                there.wrong() + back.wrong(),
                relayed,
                (there.medianMillis() + back.medianMillis()) / 2,
                troubles.stream().distinct().toList());
    }
}
