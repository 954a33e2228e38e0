// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Processes of ours, by what they are called. Immutable: each call looks.
 *
 * @param jcmd of the JDK that they run on
 */
record Watched(Map<String, Long> pids, Path jcmd) {
    /** What an end of a connection may hold after it: a node whose link broke keeps its name for 10 s. */
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int STEADY_LOOKS = 10;

    /** What each of them holds now. */
    Map<String, Census> census() {
        Map<String, Census> all = new LinkedHashMap<>();
        pids.forEach((name, pid) -> all.put(name, Census.of(pid, jcmd)));
        return all;
    }

    /** Waits until the number of descriptors has not changed for a second, or for as long as that may take. */
    void settle() {
        long end = System.nanoTime() + SETTLE_NANOS;
        long last = -1;
        for (int looks = 0; looks < STEADY_LOOKS && System.nanoTime() - end < 0; looks++) {
            long now = pids.values().stream()
                    .mapToLong(pid -> new ProcessUsage(pid).descriptors())
                    .sum();
            looks = now == last ? looks : 0;
            last = now;
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    /** Waits until nobody has more descriptors than before, or for as long as that may take. */
    void settle(Map<String, Census> before) {
        long end = System.nanoTime() + SETTLE_NANOS;
        while (System.nanoTime() - end < 0 && pids.entrySet().stream().anyMatch(entry -> hasMore(entry, before))) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    private static boolean hasMore(Map.Entry<String, Long> process, Map<String, Census> before) {
        Census then = before.get(process.getKey());
        return then != null && new ProcessUsage(process.getValue()).descriptors() > then.descriptors();
    }
}
