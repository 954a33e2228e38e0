// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.write;

import io.boxer.spark.container.OutputId;
import io.boxer.spark.container.SegmentLocation;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries the location from the map-output writer, which knows it, to the shuffle writer, which has the map status: Spark
 * passes nothing between the two. Each entry lives from a commit to the end of the same task.
 *
 * <p>Thread-safe.
 */
public final class CommittedOutputs {
    private final ConcurrentHashMap<OutputId, SegmentLocation> locations = new ConcurrentHashMap<>();

    void put(OutputId output, SegmentLocation location) {
        locations.put(output, location);
    }

    Optional<SegmentLocation> take(OutputId output) {
        return Optional.ofNullable(locations.remove(output));
    }
}
