// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.common.sim.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened, as a hash that shows whether two runs were the same, and as lines to read where they are asked for. */
final class Journal {
    private static final long PRIME = 0x100000001b3L;

    private final Scheduler scheduler;
    private final boolean readable;
    private final List<String> lines = new ArrayList<>();
    private long hash = 0xcbf29ce484222325L;

    Journal(Scheduler scheduler, boolean readable) {
        this.scheduler = scheduler;
        this.readable = readable;
    }

    /** @param value whatever tells this event from another of its kind */
    void add(String who, String what, long value, Supplier<String> text) {
        mix(scheduler.now());
        mix(who.hashCode());
        mix(what.hashCode());
        mix(value);
        if (readable) {
            lines.add("%6d %10.6f s  %-8s %-9s %s"
                    .formatted(scheduler.steps(), scheduler.now() / 1e9, who, what, text.get()));
        }
    }

    private void mix(long value) {
        hash = (hash ^ value) * PRIME;
        hash ^= hash >>> 29;
    }

    long hash() {
        return hash;
    }

    List<String> lines() {
        return lines;
    }
}
