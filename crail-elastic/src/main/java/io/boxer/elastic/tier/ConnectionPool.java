// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.common.NodeRef;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Idle lanes by node, the last one used first, so that what a burst needed grows cold and is closed. Old lanes are looked for
 * when the pool is used; it has no thread.
 *
 * <p>Thread-safe: one monitor, never held during I/O other than a close.
 */
final class ConnectionPool implements AutoCloseable {
    /** A lane that rested this long is looked at before it is used: its node may have gone. */
    private static final long DOUBT_NANOS = Duration.ofMillis(100).toNanos();

    private final ConnectionOpener opener;
    private final long idleNanos;
    private final SecureRandom random = new SecureRandom();
    private final Map<NodeRef, Deque<Lane>> idle = new HashMap<>();
    private long nextSweepNanos = System.nanoTime();
    private boolean closed;

    ConnectionPool(ConnectionOpener opener, Duration idleTimeout) {
        this.opener = opener;
        this.idleNanos = idleTimeout.toNanos();
    }

    /** @return a lane for the caller alone; it goes back by {@link #release} */
    Lane lease(NodeRef node) throws IOException {
        Lane lane = takeIdle(node);
        if (lane == null) {
            return new Lane(node, random.nextLong(), opener);
        }
        if (lane.idleNanos(System.nanoTime()) > DOUBT_NANOS && !lane.isQuiet()) {
            lane.disconnect();
        }
        return lane;
    }

    /** A lane without a connection is not worth keeping: whatever it had on its way is behind its operation. */
    void release(Lane lane) {
        long now = System.nanoTime();
        lane.idleSince(now);
        synchronized (this) {
            if (!closed && lane.isOpen()) {
                idle.computeIfAbsent(lane.node(), node -> new ArrayDeque<>()).addFirst(lane);
                sweep(now);
                return;
            }
        }
        lane.disconnect();
    }

    synchronized int idleLanes() {
        return idle.values().stream().mapToInt(Deque::size).sum();
    }

    private synchronized @Nullable Lane takeIdle(NodeRef node) throws IOException {
        if (closed) {
            throw new IOException("the store is closed");
        }
        sweep(System.nanoTime());
        Deque<Lane> lanes = idle.get(node);
        return lanes == null ? null : lanes.pollFirst();
    }

    private void sweep(long now) {
        if (now - nextSweepNanos < 0) {
            return;
        }
        nextSweepNanos = now + idleNanos / 4;
        for (Iterator<Deque<Lane>> nodes = idle.values().iterator(); nodes.hasNext(); ) {
            Deque<Lane> lanes = nodes.next();
            while (!lanes.isEmpty() && lanes.peekLast().idleNanos(now) > idleNanos) {
                lanes.removeLast().disconnect();
            }
            if (lanes.isEmpty()) {
                nodes.remove();
            }
        }
    }

    /** Closes what is idle; what is leased closes when it comes back. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.values().forEach(lanes -> lanes.forEach(Lane::disconnect));
        idle.clear();
    }
}
