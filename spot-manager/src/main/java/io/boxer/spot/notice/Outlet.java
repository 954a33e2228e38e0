// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.notice;

import io.boxer.spot.PreemptionNotice;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The half of a source that all sources share: a sink that opens once and closes once, and the counters. Thread-safe. */
final class Outlet {
    private final LongAdder asked = new LongAdder();
    private final LongAdder notices = new LongAdder();
    private final LongAdder garbage = new LongAdder();
    private final LongAdder unreachable = new LongAdder();
    private @Nullable Consumer<PreemptionNotice> sink;
    private boolean closed;

    synchronized void open(Consumer<PreemptionNotice> to) {
        if (sink != null) {
            throw new IllegalStateException("the source was started before");
        }
        sink = to;
    }

    synchronized void close() {
        closed = true;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Under the lock, so that nothing is said once {@link #close} has returned. */
    synchronized void say(PreemptionNotice notice) {
        if (sink != null && !closed) {
            notices.increment();
            sink.accept(notice);
        }
    }

    void asked() {
        asked.increment();
    }

    void garbage() {
        garbage.increment();
    }

    void unreachable() {
        unreachable.increment();
    }

    SourceCounts counts() {
        return new SourceCounts(asked.sum(), notices.sum(), garbage.sum(), unreachable.sum());
    }
}
