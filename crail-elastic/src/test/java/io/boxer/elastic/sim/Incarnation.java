// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.common.NodeRef;
import io.boxer.elastic.datanode.core.Now;
import io.boxer.elastic.rpc.NodeMessage.EntryState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One life of a datanode as its own trace tells it: entries, slots, lease. */
final class Incarnation {
    /** Beyond this the core itself gives the lease up. */
    private static final long MOST_DRIFT_NANOS = 50_000_000L;

    private static final int HEARTBEATS_KEPT = 128;

    /** What is in a slot. */
    record View(EntryState state, int gen, int frozenFor, int slot, String ranges, long crc, long sinceNanos) {}

    final NodeRef ref;
    final SimProcess process;
    final Map<Long, View> entries = new LinkedHashMap<>();
    private final Map<Long, Long> wallAt = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > HEARTBEATS_KEPT;
        }
    };
    private boolean over;
    private long leaseFrom;
    private long leaseUntil;
    private boolean leased;

    Incarnation(NodeRef ref, SimProcess process) {
        this.ref = ref;
        this.process = process;
    }

    void asked(Now now) {
        wallAt.put(now.nanos(), now.wallMillis());
    }

    void leased(long sentAt, long until) {
        leaseFrom = sentAt;
        leaseUntil = until;
        leased = true;
    }

    void gaveUp() {
        leased = false;
    }

    void end() {
        over = true;
        entries.clear();
    }

    boolean isOver() {
        return over;
    }

    Optional<View> entry(long block) {
        return Optional.ofNullable(entries.get(block));
    }

    /** @return whether a write that comes now would be acknowledged, were the entry live */
    boolean canAck() {
        long now = process.clock.nanos() - process.suspendedNanos();
        return !over && leased && leaseUntil > now && drift(now) <= MOST_DRIFT_NANOS;
    }

    private long drift(long now) {
        long wall = process.clock.wallMillis() - wallAt.getOrDefault(leaseFrom, process.clock.wallMillis());
        return Math.abs(wall * 1_000_000L - (now - leaseFrom));
    }

    @Override
    public String toString() {
        return process.name + "=" + ref;
    }
}
