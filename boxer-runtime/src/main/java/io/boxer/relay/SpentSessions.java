// SPDX-License-Identifier: Apache-2.0
package io.boxer.relay;

import io.boxer.overlay.Ticket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sessions of which both ends have come, or one has come and gone: their tickets are good for a while longer, but not here.
 * Without it, whoever has copied the two tickets of a connection could use the relay for one of his own. Confined to the relay's
 * loop.
 */
final class SpentSessions {
    /** As long as any ticket is good. */
    static final Duration REMEMBERED = Duration.ofMillis(2 * Ticket.LIFE_MILLIS);

    /** About 10 MB; 1100 connections a second for as long as the usual ticket is good. More than that, and the eldest go. */
    static final int MOST = 100_000;

    /** When, in the order of that. */
    private final Map<Long, Long> spentNanos = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > MOST;
        }
    };

    void add(long session, long nowNanos) {
        forget(nowNanos);
        spentNanos.put(session, nowNanos);
    }

    boolean contains(long session, long nowNanos) {
        forget(nowNanos);
        return spentNanos.containsKey(session);
    }

    private void forget(long nowNanos) {
        var eldest = spentNanos.values().iterator();
        while (eldest.hasNext() && nowNanos - eldest.next() > REMEMBERED.toNanos()) {
            eldest.remove();
        }
    }
}
