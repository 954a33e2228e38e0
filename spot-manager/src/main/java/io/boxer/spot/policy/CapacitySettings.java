// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.policy;

import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import io.boxer.common.Setting;
import io.boxer.common.Settings;
import java.time.Duration;
import java.util.List;

/**
 * When capacity is added and removed. Immutable.
 *
 * @param highWaterPercent nodes are added when the forecast passes this share of the capacity
 * @param lowWaterPercent a node is removed when what is left would still be filled less than this
 * @param horizon how far ahead the forecast looks: at least as long as a node takes to join
 * @param coolDown between any change of the fleet and the next removal
 * @param scaleInDeadline soft deadline of the drain of a node that is not needed
 * @param nodeCapacity assumed of a node that has not joined yet
 */
public record CapacitySettings(
        int highWaterPercent,
        int lowWaterPercent,
        Duration horizon,
        Duration coolDown,
        Duration scaleInDeadline,
        DataSize nodeCapacity) {
    public static final Setting<Integer> HIGH_WATER = Setting.integer(
            "boxer.spot.high-water-percent",
            75,
            "spot nodes are added when the store is forecast to be fuller than this");
    public static final Setting<Integer> LOW_WATER = Setting.integer(
            "boxer.spot.low-water-percent",
            35,
            "a spot node is removed when the others would be filled less than this");
    public static final Setting<Duration> HORIZON =
            Setting.duration("boxer.spot.forecast-horizon", "20s", "how far ahead the growth of the store is forecast");
    public static final Setting<Duration> COOL_DOWN = Setting.duration(
            "boxer.spot.cool-down", "30s", "time between any change of the fleet and the next removal of a node");
    public static final Setting<Duration> SCALE_IN_DEADLINE = Setting.duration(
            "boxer.spot.scale-in-deadline", "60s", "soft deadline of the drain of a node that is not needed");
    public static final Setting<DataSize> NODE_CAPACITY = Setting.size(
            "boxer.spot.node-capacity", "1GiB", "capacity assumed of a node that has not joined the store yet");
    public static final List<Setting<?>> ALL =
            List.of(HIGH_WATER, LOW_WATER, HORIZON, COOL_DOWN, SCALE_IN_DEADLINE, NODE_CAPACITY);

    public CapacitySettings {
        if (lowWaterPercent < 0 || lowWaterPercent >= highWaterPercent || highWaterPercent > 100) {
            throw BoxerException.user(
                    "boxer.spot.low-water-percent=%d, boxer.spot.high-water-percent=%d: 0 <= low < high <= 100 does not hold; correct one of them",
                    lowWaterPercent, highWaterPercent);
        }
        if (nodeCapacity.toBytes() <= 0) {
            throw BoxerException.user(
                    "boxer.spot.node-capacity=%s is not positive; name a size like 1GiB", nodeCapacity);
        }
    }

    public static CapacitySettings from(Settings settings) {
        return new CapacitySettings(
                settings.get(HIGH_WATER),
                settings.get(LOW_WATER),
                settings.get(HORIZON),
                settings.get(COOL_DOWN),
                settings.get(SCALE_IN_DEADLINE),
                settings.get(NODE_CAPACITY));
    }
}
