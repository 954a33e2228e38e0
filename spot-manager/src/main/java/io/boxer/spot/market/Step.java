// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import io.boxer.common.DataSize;
import java.time.Duration;

/**
 * One interruption that is planned, on a node that is not chosen yet. Immutable.
 *
 * @param number place in the plan, from 0
 * @param notice time between the notice and the end; zero for a rebalance recommendation and for a kill
 * @param notBefore since the start of the run
 * @param share of the run that must be done, from 0 to 1 (exclusive)
 * @param wants bytes that the node shall hold
 * @param patience how long to look for such a node before one that holds less will do
 * @param givenUpAfter how long to look for a node at all; a step that finds none is missed, it never strikes an empty node
 * @param withNext strikes in the same moment as the next step, on another node
 */
public record Step(
        int number,
        Kind kind,
        Duration notice,
        Duration notBefore,
        double share,
        DataSize wants,
        Duration patience,
        Duration givenUpAfter,
        boolean withNext) {
    /** What is done to the node. */
    public enum Kind {
        /** An interruption notice, and SIGKILL at its deadline. */
        NOTICE,
        /** A rebalance recommendation. */
        REBALANCE,
        /** SIGKILL without a word. */
        KILL
    }

    /** What a node holds at least, once patience is over; only during the last query any byte will do. */
    static final DataSize SOMETHING = DataSize.parse("1MiB");

    static final DataSize WANTS = DataSize.parse("8MiB");
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final Duration FOREVER = Duration.ofDays(365);

    static Step of(int number, Kind kind, Duration notice, Duration notBefore) {
        return new Step(number, kind, notice, notBefore, 0, WANTS, PATIENCE, FOREVER, false);
    }

    Step atShare(double newShare) {
        return new Step(number, kind, notice, notBefore, newShare, wants, patience, givenUpAfter, withNext);
    }

    Step togetherWithNext() {
        return new Step(number, kind, notice, notBefore, share, wants, patience, givenUpAfter, true);
    }

    /** Given up after that time, and less choosy for the second half of it. */
    Step orNever(Duration after) {
        Duration half = after.dividedBy(2);
        Duration shorter = half.compareTo(patience) < 0 ? half : patience;
        return new Step(number, kind, notice, notBefore, share, wants, shorter, after, withNext);
    }

    /** The plan and the run say that it is time. */
    boolean isDue(Duration elapsed, RunProgress progress) {
        return elapsed.compareTo(notBefore) >= 0 && progress.reached(share);
    }
}
