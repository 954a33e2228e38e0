// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what the tier does for one store. Thread-safe: adders, and two maxima that {@link #takeStalls} empties, so that no
 * wait is in two answers or in none.
 */
public final class TierStatistics {
    private final LongAdder reads = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder redirects = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder resolves = new LongAdder();
    private final LongAdder waits = new LongAdder();
    private final LongAdder namenodeRetries = new LongAdder();
    private final LongAccumulator longestReadNanos = new LongAccumulator(Math::max, 0);
    private final LongAccumulator longestWriteNanos = new LongAccumulator(Math::max, 0);
    private final AtomicLong readStallNanos = new AtomicLong();
    private final AtomicLong writeStallNanos = new AtomicLong();

    void succeeded(BlockOperation operation, long nanos) {
        (operation.isWrite() ? writes : reads).increment();
        (operation.isWrite() ? bytesWritten : bytesRead).add(operation.length());
        (operation.isWrite() ? longestWriteNanos : longestReadNanos).accumulate(nanos);
        stalled(operation, nanos);
    }

    void failed(BlockOperation operation, long nanos) {
        failures.increment();
        stalled(operation, nanos);
    }

    private void stalled(BlockOperation operation, long nanos) {
        AtomicLong stall = operation.isWrite() ? writeStallNanos : readStallNanos;
        // most are shorter than one before them, and change nothing
        if (nanos > stall.get()) {
            stall.accumulateAndGet(nanos, Math::max);
        }
    }

    void redirected() {
        redirects.increment();
    }

    void retried() {
        retries.increment();
    }

    void resolved() {
        resolves.increment();
    }

    void waited() {
        waits.increment();
    }

    void namenodeRetried() {
        namenodeRetries.increment();
    }

    /** The longest waits since the last call. */
    public Stalls takeStalls() {
        return new Stalls(readStallNanos.getAndSet(0) / 1_000_000, writeStallNanos.getAndSet(0) / 1_000_000);
    }

    public StoreStatistics snapshot() {
        return new StoreStatistics(
                reads.sum(),
                writes.sum(),
                bytesRead.sum(),
                bytesWritten.sum(),
                failures.sum(),
                redirects.sum(),
                retries.sum(),
                resolves.sum(),
                waits.sum(),
                namenodeRetries.sum(),
                longestReadNanos.get() / 1_000_000,
                longestWriteNanos.get() / 1_000_000);
    }
}
