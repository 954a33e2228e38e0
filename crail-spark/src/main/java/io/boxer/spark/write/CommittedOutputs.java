// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.write;

import io.boxer.spark.container.OutputId;
import io.boxer.spark.container.SegmentLocation;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What tasks of this executor are about to finish. Carries the location from the map-output writer, which knows it, to the shuffle writer, which has the map status: Spark
 * passes nothing between the two. Also knows the segments under way: not all of Spark's writers abort theirs when they fail. Each
 * entry is gone at the end of its task.
 *
 * <p>Thread-safe.
 */
public final class CommittedOutputs {
    private final ConcurrentHashMap<OutputId, SegmentLocation> locations = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<OutputId, SegmentWriter> open = new ConcurrentHashMap<>();

    void begin(OutputId output, SegmentWriter segment) {
        open.put(output, segment);
    }

    void put(OutputId output, SegmentLocation location) {
        open.remove(output);
        locations.put(output, location);
    }

    /** The task failed, or lost a race: what it began is aborted, what it committed forgotten. */
    void abandon(OutputId output) {
        locations.remove(output);
        SegmentWriter segment = open.remove(output);
        if (segment != null) {
            segment.abort();
        }
    }

    Optional<SegmentLocation> take(OutputId output) {
        return Optional.ofNullable(locations.remove(output));
    }
}
