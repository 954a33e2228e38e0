// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the tier does for one store. Thread-safe: adders. */
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

    void succeeded(BlockOperation operation, long nanos) {
        (operation.isWrite() ? writes : reads).increment();
        (operation.isWrite() ? bytesWritten : bytesRead).add(operation.length());
        (operation.isWrite() ? longestWriteNanos : longestReadNanos).accumulate(nanos);
    }

    void failed() {
        failures.increment();
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
