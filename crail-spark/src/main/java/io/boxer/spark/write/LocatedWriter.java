// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.write;

import io.boxer.common.BoxerException;
import io.boxer.spark.container.OutputId;
import io.boxer.spark.container.SegmentLocation;
import java.io.IOException;
import org.apache.spark.scheduler.MapStatus;
import org.apache.spark.shuffle.ShuffleWriter;
import scala.Option;
import scala.Product2;
import scala.collection.Iterator;

/**
 * One of Spark's writers, whose map status gets our location and nothing else changed: sizes and row checksums are
 * Spark's. Confined to one task.
 */
public final class LocatedWriter<K, V> extends ShuffleWriter<K, V> {
    private final ShuffleWriter<K, V> sparks;
    private final OutputId output;
    private final CommittedOutputs committed;

    public LocatedWriter(ShuffleWriter<K, V> sparks, OutputId output, CommittedOutputs committed) {
        this.sparks = sparks;
        this.output = output;
        this.committed = committed;
    }

    @Override
    public void write(Iterator<Product2<K, V>> records) throws IOException {
        sparks.write(records);
    }

    @Override
    public Option<MapStatus> stop(boolean success) {
        Option<MapStatus> status;
        try {
            status = sparks.stop(success);
        } finally {
            if (!success) {
                committed.abandon(output);
            }
        }
        if (success && status.isDefined()) {
            status.get().updateLocation(location().toBlockManagerId(output));
        }
        return status;
    }

    private SegmentLocation location() {
        return committed
                .take(output)
                .orElseThrow(() -> BoxerException.bug("%s was committed by another writer than ours", output));
    }

    @Override
    public long[] getPartitionLengths() {
        return sparks.getPartitionLengths();
    }
}
