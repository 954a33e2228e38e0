// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import io.boxer.spot.market.Step.Kind;
import io.boxer.spot.market.Trace.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The removals of a trace as notices. The fleet of the trace is larger than ours, so each removal counts for its share: when k of n nodes
 * leave at once, k/n of our nodes get a notice, fractions being carried to the next removal. The nodes that the trace adds are not
 * played: replacement is the spot manager's work.
 */
final class TracePlan {
    private static final Duration WORTH_WHILE = Duration.ofSeconds(30);

    private TracePlan() {}

    static List<Step> steps(Trace trace, InterruptionOptions options) {
        List<Step> steps = new ArrayList<>();
        int alive = 0;
        double carried = 0;
        for (Trace.Event event : trace.events()) {
            if (event.change() == Change.ADD) {
                alive++;
                continue;
            }
            carried += (double) options.spotNodes() / Math.max(1, alive);
            alive = Math.max(0, alive - 1);
            for (; carried >= 1; carried--) {
                Duration at = Duration.ofNanos((long) (event.at().toNanos() / options.timeFactor()));
                steps.add(
                        Step.of(steps.size(), Kind.NOTICE, options.notice(), at).orNever(WORTH_WHILE));
            }
        }
        return steps;
    }
}
