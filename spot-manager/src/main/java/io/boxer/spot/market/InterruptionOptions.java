// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import io.boxer.common.BoxerException;
import java.time.Duration;

/**
 * What a plan is made from besides its text. Immutable.
 *
 * @param seed of everything that is drawn
 * @param timeFactor how many times faster than recorded a trace is played
 * @param notice length of the notice for a removal in a trace
 * @param spotNodes nodes of ours that stand for the whole fleet of a trace
 */
public record InterruptionOptions(long seed, double timeFactor, Duration notice, int spotNodes) {
    public static final Duration USUAL_NOTICE = Duration.ofSeconds(20);

    public InterruptionOptions {
        if (!(timeFactor > 0) || Double.isInfinite(timeFactor)) {
            throw BoxerException.user(
                    "time-factor=%s is not a positive number; 1 plays a trace as recorded, 60 a minute in a second",
                    timeFactor);
        }
        if (spotNodes < 0) {
            throw BoxerException.user("nodes=%d is negative; name how many spot nodes there are", spotNodes);
        }
    }

    public static InterruptionOptions of(long seed, int spotNodes) {
        return new InterruptionOptions(seed, 1, USUAL_NOTICE, spotNodes);
    }
}
