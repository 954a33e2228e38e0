// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.daemon;

import io.boxer.common.NodeId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last events, numbered from 1 without a gap; older ones than {@value #KEPT} are forgotten. Thread-safe. */
final class EventLog {
    static final int KEPT = 10_000;

    private final Deque<Map<String, Object>> events = new ArrayDeque<>();
    private long last;

    synchronized void add(Instant at, String kind, Optional<NodeId> node, String text) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("n", ++last);
        event.put("atMillis", at.toEpochMilli());
        event.put("kind", kind);
        node.ifPresent(name -> event.put("node", name.value()));
        event.put("text", text);
        events.addLast(event);
        if (events.size() > KEPT) {
            events.removeFirst();
        }
    }

    /** Events with a number greater than {@code n}, oldest first. */
    synchronized List<Map<String, Object>> after(long n) {
        long skip = Math.max(0, n - (last - events.size()));
        return events.stream().skip(skip).toList();
    }
}
