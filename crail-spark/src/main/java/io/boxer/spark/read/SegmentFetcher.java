// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import io.boxer.spark.DirectBuffers;
import io.boxer.spark.container.SegmentIndex;
import io.boxer.spark.container.SegmentLocation;
import io.boxer.spark.store.ContainerReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Fetches wanted outputs of one container: their indexes first, then their bytes, neighbours in one read. Thread-safe.
 *
 * @param joinGapBytes largest gap between two wanted ranges that is read and thrown away
 */
record SegmentFetcher(OpenContainers containers, IndexCache indexes, DirectBuffers buffers, long joinGapBytes) {
    /**
     * All outputs, whole and verified, in the order given.
     *
     * @param wanted of one container, by offset
     */
    List<FetchedOutput> fetch(List<WantedOutput> wanted) throws IOException {
        List<FetchedOutput> results = new ArrayList<>(wanted.size());
        List<FetchedOutput> joined = new ArrayList<>();
        for (WantedOutput output : wanted) {
            FetchedOutput next = plan(output);
            if (!joined.isEmpty() && start(next) - end(joined.get(joined.size() - 1)) > joinGapBytes) {
                readJoined(joined);
                joined.clear();
            }
            joined.add(next);
            results.add(next);
        }
        readJoined(joined);
        for (FetchedOutput result : results) {
            result.verify();
        }
        return results;
    }

    private FetchedOutput plan(WantedOutput wanted) throws IOException {
        SegmentIndex index = indexes.get(wanted.output(), () -> readIndex(wanted));
        int first = index.entryFrom(wanted.startPartition());
        int end = index.entryFrom(wanted.endPartition());
        long bytes = first == end ? 0 : index.start(end - 1) + index.length(end - 1) - index.start(first);
        return new FetchedOutput(wanted, index, first, end, new ChunkedBytes(bytes));
    }

    private SegmentIndex readIndex(WantedOutput wanted) throws IOException {
        SegmentLocation location = wanted.location();
        var inline = location.inlineIndexBytes();
        if (inline.isPresent()) {
            return SegmentIndex.decode(wanted.output(), inline.get());
        }
        ChunkedBytes bytes = new ChunkedBytes(location.indexLength());
        ByteBuffer buffer = buffers.take();
        try {
            ContainerReader reader = containers.open(wanted.output().shuffleId(), location);
            long at = location.offset() + location.length();
            while (at < location.end()) {
                at += readStep(reader, buffer, at, location.end());
                bytes.fill(buffer);
            }
        } finally {
            buffers.giveBack(buffer);
        }
        return SegmentIndex.decode(wanted.output(), bytes.toArray());
    }

    private void readJoined(List<FetchedOutput> joined) throws IOException {
        ByteBuffer buffer = buffers.take();
        try {
            FetchedOutput last = joined.get(joined.size() - 1);
            ContainerReader reader = containers.open(
                    last.wanted().output().shuffleId(), last.wanted().location());
            long at = start(joined.get(0));
            int filling = 0;
            while (at < end(last)) {
                long stepEnd = at + readStep(reader, buffer, at, end(last));
                while (filling < joined.size() && start(joined.get(filling)) < stepEnd) {
                    FetchedOutput output = joined.get(filling);
                    buffer.position((int) (Math.max(start(output), at) - at));
                    output.bytes().fill(buffer);
                    if (end(output) > stepEnd) {
                        break;
                    }
                    filling++;
                }
                at = stepEnd;
            }
        } finally {
            buffers.giveBack(buffer);
        }
    }

    /** Reads as much as the buffer holds; the buffer is ready to be drained. */
    private static int readStep(ContainerReader reader, ByteBuffer buffer, long at, long end) throws IOException {
        int step = (int) Math.min(buffer.capacity(), end - at);
        buffer.clear().limit(step);
        reader.read(at, buffer);
        buffer.flip();
        return step;
    }

    private static long start(FetchedOutput output) {
        return output.wanted().location().offset()
                + (output.firstEntry() == output.endEntry() ? 0 : output.index().start(output.firstEntry()));
    }

    private static long end(FetchedOutput output) {
        return start(output) + output.bytes().length();
    }
}
