// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.policy;

import io.boxer.common.BoxerException;
import io.boxer.common.Setting;
import io.boxer.common.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How notices are answered. Immutable.
 *
 * @param drainsPerMinute nodes drained in any minute without consent
 * @param margin how long before the announced end a drain shall be done
 * @param farthest a deadline farther away than this is not believed
 * @param onRebalance answer to a rebalance recommendation
 */
public record NoticeSettings(int drainsPerMinute, Duration margin, Duration farthest, OnRebalance onRebalance) {
    /** Answers to a rebalance recommendation. */
    public enum OnRebalance {
        /** Move the data away, without a deadline. */
        DRAIN,
        /** Only stop placing data there. */
        CORDON,
        IGNORE
    }

    public static final Setting<Integer> DRAINS_PER_MINUTE = Setting.integer(
            "boxer.spot.drains-per-minute",
            10,
            "nodes drained in any minute without consent; further notices wait for room or for POST /v1/consent");
    public static final Setting<Duration> MARGIN = Setting.duration(
            "boxer.spot.drain-margin",
            "0s",
            "how long before the announced end of a node its drain shall be done; the store lets go of the node then");
    public static final Setting<Duration> FARTHEST = Setting.duration(
            "boxer.spot.max-notice", "60m", "an interruption announced for later than this is not believed");
    public static final Setting<OnRebalance> ON_REBALANCE = Setting.choice(
            "boxer.spot.on-rebalance",
            OnRebalance.DRAIN,
            "answer to a rebalance recommendation: move the data away, only stop placing, or nothing");
    public static final List<Setting<?>> ALL = List.of(DRAINS_PER_MINUTE, MARGIN, FARTHEST, ON_REBALANCE);

    public NoticeSettings {
        if (drainsPerMinute < 1) {
            throw BoxerException.user(
                    "%s=%d is less than 1; to stop all drains use POST /v1/pause",
                    "boxer.spot.drains-per-minute", drainsPerMinute);
        }
        if (margin.isNegative() || margin.compareTo(farthest) >= 0) {
            throw BoxerException.user(
                    "boxer.spot.drain-margin=%s is not between 0s and boxer.spot.max-notice=%s; lower it",
                    margin, farthest);
        }
    }

    public static NoticeSettings from(Settings settings) {
        return new NoticeSettings(
                settings.get(DRAINS_PER_MINUTE),
                settings.get(MARGIN),
                settings.get(FARTHEST),
                settings.get(ON_REBALANCE));
    }
}
