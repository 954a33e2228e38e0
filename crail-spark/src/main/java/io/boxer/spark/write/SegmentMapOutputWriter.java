// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.write;

import io.boxer.spark.container.OutputId;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.spark.shuffle.api.ShuffleMapOutputWriter;
import org.apache.spark.shuffle.api.ShufflePartitionWriter;
import org.apache.spark.shuffle.api.metadata.MapOutputCommitMessage;

/** Spark's view of a {@link SegmentWriter}. Confined to one task. */
final class SegmentMapOutputWriter implements ShuffleMapOutputWriter {
    private final SegmentWriter segment;
    private final OutputId output;
    private final CommittedOutputs committed;

    SegmentMapOutputWriter(SegmentWriter segment, OutputId output, CommittedOutputs committed) {
        this.segment = segment;
        this.output = output;
        this.committed = committed;
        committed.begin(output, segment);
    }

    @Override
    public ShufflePartitionWriter getPartitionWriter(int partition) {
        segment.startPartition(partition);
        return new PartitionWriter(partition);
    }

    /**
     * Spark's checksums are left alone: where it merges spills by decompressing them they are not those of the bytes
     * that arrive here.
     */
    @Override
    public MapOutputCommitMessage commitAllPartitions(long[] checksums) throws IOException {
        committed.put(output, segment.commit());
        return MapOutputCommitMessage.of(segment.lengths());
    }

    @Override
    public void abort(Throwable error) {
        segment.abort();
        committed.abandon(output);
    }

    private final class PartitionWriter implements ShufflePartitionWriter {
        private final int partition;

        PartitionWriter(int partition) {
            this.partition = partition;
        }

        @Override
        public OutputStream openStream() {
            return new PartitionStream();
        }

        @Override
        public long getNumBytesWritten() {
            return segment.lengths()[partition];
        }
    }

    private final class PartitionStream extends OutputStream {
        private final byte[] single = new byte[1];

        @Override
        public void write(int value) throws IOException {
            single[0] = (byte) value;
            segment.write(single, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            segment.write(bytes, from, length);
        }
    }
}
