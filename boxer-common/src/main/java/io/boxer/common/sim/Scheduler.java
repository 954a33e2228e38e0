// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.sim;

import java.util.PriorityQueue;

/** Virtual time: events in the order of (time, sequence). */
public final class Scheduler {
    private record Due(long nanos, long sequence, Runnable event) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private long sequence;
    private long now;
    private long steps;

    public long now() {
        return now;
    }

    public long steps() {
        return steps;
    }

    public void after(long nanos, Runnable event) {
        queue.add(new Due(now + Math.max(0, nanos), ++sequence, event));
    }

    /** Runs everything that is due up to this moment. */
    public void runUntil(long nanos) {
        while (!queue.isEmpty() && queue.element().nanos() <= nanos) {
            Due next = queue.remove();
            now = next.nanos();
            steps++;
            next.event().run();
        }
        now = nanos;
    }
}
