// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import io.boxer.tpcds.driver.DriverEvent;
import io.boxer.tpcds.report.RunReport.Preemption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The longest reads and writes of the store's clients, interval by interval, and which of them a node's drain may have
 * caused. Confined to its owner.
 */
final class WaitLog {
    /** A drain is seen at the first look after its begin; looks are four a second, fewer when the machine is busy. */
    private static final double SEEN_LATE_SECONDS = 0.5;

    private final List<DriverEvent.Waits> intervals = new ArrayList<>();
    private boolean known;

    /** From now on a drain without a wait had none. */
    void counts() {
        known = true;
    }

    void add(DriverEvent.Waits interval) {
        counts();
        intervals.add(interval);
    }

    /**
     * The same preemption with the longest waits in intervals that touch it; as it is if nobody counted.
     *
     * @param axisMillis of the second 0 of the preemption's axis, since 1970
     */
    Preemption with(Preemption preemption, double axisMillis) {
        if (!known) {
            return preemption;
        }
        double from = axisMillis + (preemption.atSeconds() - SEEN_LATE_SECONDS) * 1000;
        double to = axisMillis + (preemption.atSeconds() + preemption.drainSeconds()) * 1000;
        return preemption.withLongest(
                longest(DriverEvent.Waits::longestReadMillis, from, to),
                longest(DriverEvent.Waits::longestWriteMillis, from, to));
    }

    /** What ended in an interval may have begun its own length before it. */
    private long longest(ToLongFunction<DriverEvent.Waits> kind, double from, double to) {
        return intervals.stream()
                .filter(one -> one.toMillis() >= from && one.fromMillis() - kind.applyAsLong(one) <= to)
                .mapToLong(kind)
                .max()
                .orElse(0);
    }
}
