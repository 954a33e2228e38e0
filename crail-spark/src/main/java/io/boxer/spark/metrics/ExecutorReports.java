// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.metrics;

import io.boxer.spark.store.LongestWaits;
import io.boxer.spark.store.StoreCounts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The driver's sum of what its executors counted. What executors counted that are gone stays counted. Thread-safe. */
final class ExecutorReports {
    /** So many intervals are kept for who reads them once a second or more seldom. */
    static final int RECENT = 256;

    /** A report may arrive after its executor is gone, but not after so many others went. */
    static final int GONE_KEPT = 256;

    private final Map<String, StoreReport> latest = new HashMap<>();
    /** In the order in which they went; those that went longest ago are summed up in {@link #past}. */
    private final Set<String> gone = new LinkedHashSet<>();

    private StoreCounts past = StoreCounts.NONE;
    private final Deque<StoreReport> recent = new ArrayDeque<>();

    /** Of an executor whose driver missed an answer the same interval may come twice, the second time longer. */
    synchronized void take(StoreReport report) {
        latest.put(report.executor(), report);
        if (!report.waits().equals(LongestWaits.NONE)) {
            recent.addLast(report);
            if (recent.size() > RECENT) {
                recent.removeFirst();
            }
        }
    }

    /** It will tell no more, except what is on its way. */
    synchronized void executorGone(String executor) {
        gone.add(executor);
        if (gone.size() > GONE_KEPT) {
            String oldest = gone.iterator().next();
            gone.remove(oldest);
            past = Optional.ofNullable(latest.remove(oldest))
                    .map(StoreReport::counts)
                    .map(past::plus)
                    .orElse(past);
        }
    }

    synchronized StoreCounts total() {
        return latest.values().stream().map(StoreReport::counts).reduce(past, StoreCounts::plus);
    }

    /** Executors that have reported and are not gone. */
    synchronized int live() {
        return (int)
                latest.keySet().stream().filter(each -> !gone.contains(each)).count();
    }

    /** The end of the newest interval of the live executor that is farthest behind; 0 if there is none. */
    synchronized long oldestMillis() {
        return latest.values().stream()
                .filter(report -> !gone.contains(report.executor()))
                .mapToLong(StoreReport::toMillis)
                .min()
                .orElse(0);
    }

    /**
     * The last intervals in which a read or write took a millisecond or more, oldest first: {@code executor from to
     * longest-read longest-write}, numbers in milliseconds, separated by semicolons.
     */
    synchronized String recentWaits() {
        return recent.stream()
                .map(report -> report.executor() + " " + report.fromMillis() + " " + report.toMillis() + " "
                        + report.waits().readMillis() + " " + report.waits().writeMillis())
                .collect(Collectors.joining(";"));
    }
}
