// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.driver;

import io.boxer.spark.container.SegmentLocation;
import io.boxer.spark.store.LostBytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.storage.BlockManagerId;

/**
 * A map output that Spark's driver would send readers to. Immutable.
 *
 * @param mapIndex Spark's partition number of the map task
 */
record RegisteredOutput(int shuffleId, int mapIndex, BlockManagerId address, SegmentLocation location) {
    /** The loss that hit this output; empty if all its bytes are there. */
    private Optional<LostBytes> hitBy(List<LostBytes> losses) {
        long size = location.length() + location.indexLength();
        return losses.stream()
                .filter(loss -> loss.overlaps(location.offset(), size))
                .findFirst();
    }

    /** Those that lost a byte, each with the cause. Pure: the same losses and outputs give the same answer. */
    static List<LostOutput> lost(List<RegisteredOutput> outputs, List<LostBytes> losses) {
        Map<Long, List<LostBytes>> byContainer = losses.stream().collect(Collectors.groupingBy(LostBytes::containerId));
        return outputs.stream()
                .filter(output -> output.location().hasBytes())
                .flatMap(output -> output
                        .hitBy(byContainer.getOrDefault(output.location().containerId(), List.of()))
                        .map(loss -> new LostOutput(output, loss.cause()))
                        .stream())
                .toList();
    }

    /**
     * An output that must be computed again.
     *
     * @param cause the store's words
     */
    record LostOutput(RegisteredOutput output, String cause) {}
}
