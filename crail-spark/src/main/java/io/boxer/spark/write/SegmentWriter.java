// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.write;

import io.boxer.spark.DirectBuffers;
import io.boxer.spark.container.OutputId;
import io.boxer.spark.container.SegmentIndex;
import io.boxer.spark.container.SegmentLocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Appends one map output to a container: partitions in increasing order, then the index. The container is leased when
 * the first buffer is full or at the commit, so that writers which are made early hold nothing.
 *
 * <p>A container whose end was lost fails the first append; the bytes are still here then, and go to another container.
 *
 * <p>Confined to one thread.
 */
final class SegmentWriter {
    private static final int CONTAINERS_TRIED = 4;

    private final ContainerPool pool;
    private final DirectBuffers buffers;
    private final OutputId output;
    private final int inlineIndexBytes;
    private final long[] lengths;
    private final int[] checksums;
    private final CRC32C checksum = new CRC32C();
    private int partition = -1;
    private long offset;
    private @Nullable ByteBuffer buffer;
    private @Nullable LeasedContainer container;

    /**
     * A segment without bytes.
     *
     * @param inlineIndexBytes an index of at most this many bytes travels in the location too
     */
    SegmentWriter(ContainerPool pool, DirectBuffers buffers, OutputId output, int partitions, int inlineIndexBytes) {
        this.pool = pool;
        this.buffers = buffers;
        this.output = output;
        this.inlineIndexBytes = inlineIndexBytes;
        this.lengths = new long[partitions];
        this.checksums = new int[partitions];
    }

    /**
     * Ends the partition before and starts this one.
     *
     * @throws IllegalArgumentException if it is not greater than the one before
     */
    void startPartition(int next) {
        if (next <= partition) {
            throw new IllegalArgumentException(
                    output + ": partition " + next + " after partition " + partition + "; they must increase");
        }
        endPartition();
        partition = next;
    }

    private void endPartition() {
        if (partition >= 0) {
            checksums[partition] = (int) checksum.getValue();
            checksum.reset();
        }
    }

    void write(byte[] bytes, int from, int length) throws IOException {
        checksum.update(bytes, from, length);
        lengths[partition] += length;
        put(bytes, from, length);
    }

    private void put(byte[] bytes, int from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (buffer == null) {
                buffer = buffers.take();
            }
            if (!buffer.hasRemaining()) {
                flush(buffer);
            }
            int step = Math.min(buffer.remaining(), length - done);
            buffer.put(bytes, from + done, step);
            done += step;
        }
    }

    private void flush(ByteBuffer full) throws IOException {
        full.flip();
        if (container == null) {
            container = appendFirst(full);
        } else {
            container.appender().append(full);
        }
        full.clear();
    }

    private LeasedContainer appendFirst(ByteBuffer full) throws IOException {
        for (int tried = 1; ; tried++) {
            LeasedContainer candidate = pool.lease(output.shuffleId());
            try {
                offset = candidate.appender().position();
                candidate.appender().append(full.duplicate());
                return candidate;
            } catch (IOException e) {
                pool.discard(candidate);
                if (candidate.fresh() || tried == CONTAINERS_TRIED) {
                    throw e;
                }
            }
        }
    }

    /** Bytes of each partition so far, by partition number; the array is this writer's own. */
    long[] lengths() {
        return lengths;
    }

    /** Returns when every byte is acknowledged and visible to whoever looks the container up. */
    SegmentLocation commit() throws IOException {
        endPartition();
        SegmentIndex index = SegmentIndex.of(output, lengths, checksums);
        if (index.totalLength() == 0) {
            return SegmentLocation.nowhere();
        }
        byte[] encoded = index.encode();
        put(encoded, 0, encoded.length);
        if (buffer == null) {
            throw new IllegalStateException(output + " has bytes but no buffer");
        }
        flush(buffer);
        LeasedContainer written = container;
        if (written == null) {
            throw new IllegalStateException(output + " was flushed without a container");
        }
        written.appender().sync();
        SegmentLocation location = new SegmentLocation(
                written.name(),
                written.appender().containerId(),
                offset,
                index.totalLength(),
                encoded.length,
                encoded.length <= inlineIndexBytes ? Base64.getEncoder().encodeToString(encoded) : "");
        container = null;
        pool.giveBack(written);
        releaseBuffer();
        return location;
    }

    /** Also after a failed commit, and more than once. The container that has a part of this output is not used again. */
    void abort() {
        if (container != null) {
            pool.discard(container);
            container = null;
        }
        releaseBuffer();
    }

    private void releaseBuffer() {
        if (buffer != null) {
            buffers.giveBack(buffer);
            buffer = null;
        }
    }
}
