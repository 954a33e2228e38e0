// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import io.boxer.spark.container.OutputId;
import io.boxer.spark.container.SegmentIndex;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Indexes of map outputs, bounded in bytes, the longest unused dropped first. Tasks that want the same index at the same
 * time read it once.
 *
 * <p>Thread-safe: reads happen outside the lock.
 */
public final class IndexCache {
    private final long maxBytes;
    private final LinkedHashMap<OutputId, SegmentIndex> kept = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<OutputId, CompletableFuture<SegmentIndex>> reading = new HashMap<>();
    private long bytes;

    public IndexCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Reads an index from the store. */
    @FunctionalInterface
    interface Source {
        SegmentIndex read() throws IOException;
    }

    /** From the cache, from another task's read in progress, or from the source. A failed read is not kept. */
    SegmentIndex get(OutputId output, Source source) throws IOException {
        CompletableFuture<SegmentIndex> read;
        boolean mine = false;
        synchronized (this) {
            SegmentIndex index = kept.get(output);
            if (index != null) {
                return index;
            }
            read = reading.get(output);
            if (read == null) {
                read = new CompletableFuture<>();
                reading.put(output, read);
                mine = true;
            }
        }
        return mine ? readNow(output, source, read) : waitFor(read, source);
    }

    private SegmentIndex readNow(OutputId output, Source source, CompletableFuture<SegmentIndex> read)
            throws IOException {
        try {
            SegmentIndex index = source.read();
            synchronized (this) {
                reading.remove(output, read);
                keep(output, index);
            }
            read.complete(index);
            return index;
        } catch (IOException | RuntimeException | Error e) {
            synchronized (this) {
                reading.remove(output, read);
            }
            read.completeExceptionally(e);
            throw e;
        }
    }

    private void keep(OutputId output, SegmentIndex index) {
        SegmentIndex before = kept.put(output, index);
        bytes += index.heapBytes() - (before == null ? 0 : before.heapBytes());
        Iterator<SegmentIndex> oldest = kept.values().iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            bytes -= oldest.next().heapBytes();
            oldest.remove();
        }
    }

    private static SegmentIndex waitFor(CompletableFuture<SegmentIndex> read, Source source) throws IOException {
        try {
            return read.get();
        } catch (ExecutionException e) {
            // an own try gets an own exception, whose kind says what to do next
            return source.read();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another task read the index");
        }
    }

    public synchronized void forget(int shuffleId) {
        Iterator<SegmentIndex> all = kept.values().iterator();
        while (all.hasNext()) {
            SegmentIndex index = all.next();
            if (index.output().shuffleId() == shuffleId) {
                bytes -= index.heapBytes();
                all.remove();
            }
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
