// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.write;

import io.boxer.spark.container.OutputId;
import io.boxer.spark.container.SegmentLocation;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.function.Supplier;
import org.apache.spark.shuffle.api.SingleSpillShuffleMapOutputWriter;

/**
 * The common case: a task's whole output is one local file. It is copied in one go, and again into another container if
 * the store loses what was written meanwhile. Confined to one task.
 */
final class SpillFileWriter implements SingleSpillShuffleMapOutputWriter {
    private static final int ATTEMPTS = 3;
    private static final int STEP_BYTES = 64 * 1024;

    private final OutputId output;
    private final CommittedOutputs committed;
    private final SegmentWriters segments;

    /** Makes the writer of one attempt. */
    @FunctionalInterface
    interface SegmentWriters {
        SegmentWriter make(OutputId output, int partitions);
    }

    SpillFileWriter(OutputId output, CommittedOutputs committed, SegmentWriters segments) {
        this.output = output;
        this.committed = committed;
        this.segments = segments;
    }

    @Override
    public void transferMapSpillFile(File spill, long[] lengths, long[] checksums) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Supplier<SegmentWriter> maker = () -> segments.make(output, lengths.length);
            SegmentWriter segment = maker.get();
            try {
                committed.put(output, copy(spill, lengths, segment));
                break;
            } catch (IOException e) {
                segment.abort();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
        Files.deleteIfExists(spill.toPath());
    }

    private static SegmentLocation copy(File spill, long[] lengths, SegmentWriter segment) throws IOException {
        byte[] step = new byte[STEP_BYTES];
        try (InputStream in = new BufferedInputStream(Files.newInputStream(spill.toPath()), STEP_BYTES)) {
            for (int partition = 0; partition < lengths.length; partition++) {
                long left = lengths[partition];
                if (left > 0) {
                    segment.startPartition(partition);
                }
                while (left > 0) {
                    int got = in.read(step, 0, (int) Math.min(step.length, left));
                    if (got < 0) {
                        throw new EOFException(spill + " ends " + left + " bytes before partition " + partition);
                    }
                    segment.write(step, 0, got);
                    left -= got;
                }
            }
        }
        return segment.commit();
    }
}
