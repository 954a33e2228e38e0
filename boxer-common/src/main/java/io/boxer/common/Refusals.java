// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Counts refusals and says which of them to log: at most one a second, since a flood of strangers must not fill the disk.
 *
 * <p>Thread-safe.
 */
public final class Refusals {
    private static final long PERIOD_NANOS = 1_000_000_000L;

    private final LongSupplier nanoTime;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong nextNanos;

    public Refusals() {
        this(System::nanoTime);
    }

    public Refusals(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextNanos = new AtomicLong(nanoTime.getAsLong());
    }

    /** Since the start. */
    public long count() {
        return count.get();
    }

    /** Counts one; the count with it, if it is to be logged. */
    public OptionalLong another() {
        long with = count.incrementAndGet();
        long now = nanoTime.getAsLong();
        long next = nextNanos.get();
        boolean mine = now - next >= 0 && nextNanos.compareAndSet(next, now + PERIOD_NANOS);
        return mine ? OptionalLong.of(with) : OptionalLong.empty();
    }
}
