// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import io.boxer.spark.container.OutputId;
import io.boxer.spark.container.SegmentLocation;
import org.apache.spark.storage.BlockManagerId;

/**
 * The part of a map output that a reduce task wants. Immutable.
 *
 * @param address as in Spark's map status; a fetch failure must name exactly this one
 * @param mapIndex Spark's partition number of the map task
 * @param firstPartition wanted, of those with bytes
 * @param startPartition first of the range
 * @param endPartition after the last of the range
 * @param estimatedBytes by the map status, which rounds
 */
record WantedOutput(
        OutputId output,
        int mapIndex,
        BlockManagerId address,
        SegmentLocation location,
        int firstPartition,
        int startPartition,
        int endPartition,
        long estimatedBytes) {}
