// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import java.time.Duration;
import java.util.List;

/**
 * When the nodes of a real (or synthetic) spot fleet came and went. Immutable.
 *
 * @param events in the order of their time
 */
public record Trace(List<Event> events) {
    /** Whether a node comes or goes. */
    public enum Change {
        ADD,
        REMOVE
    }

    /**
     * One node comes or goes.
     *
     * @param at since the start of the trace
     */
    public record Event(Duration at, Change change, String node) {}

    public Trace {
        events = List.copyOf(events);
        Duration last = Duration.ZERO;
        for (Event event : events) {
            if (event.at().compareTo(last) < 0) {
                throw new IllegalArgumentException("event at " + event.at() + " comes after one at " + last);
            }
            last = event.at();
        }
    }

    public List<Event> removals() {
        return events.stream().filter(event -> event.change() == Change.REMOVE).toList();
    }

    public Duration length() {
        return events.isEmpty() ? Duration.ZERO : events.get(events.size() - 1).at();
    }
}
