// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.NodeRef;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** One incarnation of a datanode as the namenode sees it. Confined to the core. */
final class Node {
    /** As shown to operators; computed, never stored. */
    enum State {
        ACTIVE,
        SUSPECT,
        CORDONED,
        DRAINING,
        DRAINED,
        DEAD,
        GONE
    }

    private final NodeRef ref;
    private final String name;
    private final Pool pool;
    private final int memorySlots;
    private final int spillSlots;
    private final Set<Long> blocks = new LinkedHashSet<>();

    private boolean cordoned;
    private boolean drained;
    private boolean dead;
    private boolean spared;
    private String deathCause = "";
    private Optional<Drain> drain = Optional.empty();
    private long leaseUntilNanos;
    private long heardNanos;
    private OptionalLong connection = OptionalLong.empty();
    private long session;
    private long sequence;
    private long bytes;

    Node(NodeRef ref, String name, Pool pool, int memorySlots, int spillSlots) {
        this.ref = ref;
        this.name = name;
        this.pool = pool;
        this.memorySlots = memorySlots;
        this.spillSlots = spillSlots;
    }

    NodeRef ref() {
        return ref;
    }

    String name() {
        return name;
    }

    Pool pool() {
        return pool;
    }

    int memorySlots() {
        return memorySlots;
    }

    int spillSlots() {
        return spillSlots;
    }

    /** @return ids of all blocks that hold or may hold a slot here */
    Set<Long> blocks() {
        return blocks;
    }

    int freeMemorySlots() {
        return Math.max(0, memorySlots - blocks.size());
    }

    int freeSpillSlots() {
        return Math.max(0, Math.min(spillSlots, memorySlots + spillSlots - blocks.size()));
    }

    /** @return bytes written to blocks whose promised copy is here, as last heard */
    long bytes() {
        return bytes;
    }

    void addBytes(long delta) {
        bytes += delta;
    }

    void cordon(boolean on) {
        cordoned = on;
    }

    boolean isDead() {
        return dead;
    }

    String deathCause() {
        return deathCause;
    }

    void die(String cause) {
        dead = true;
        deathCause = cause;
        connection = OptionalLong.empty();
    }

    Optional<Drain> drain() {
        return drain;
    }

    void drain(Drain begun) {
        drain = Optional.of(begun);
        drained = false;
    }

    boolean isDrained() {
        return drained;
    }

    void drained(boolean done) {
        drained = done;
    }

    long leaseUntilNanos() {
        return leaseUntilNanos;
    }

    void leaseUntil(long nanos) {
        leaseUntilNanos = nanos;
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
        spared = false;
    }

    /** @return true once after each time the node was heard, so that a namenode which is always late lets the dead die */
    boolean spareOnce() {
        boolean first = !spared;
        spared = true;
        return first;
    }

    boolean isSuspect(long nowNanos) {
        return nowNanos - heardNanos > ProtocolTimes.SUSPECT_NANOS;
    }

    OptionalLong connection() {
        return connection;
    }

    long session() {
        return session;
    }

    void connect(long newConnection, long newSession) {
        connection = OptionalLong.of(newConnection);
        session = newSession;
        sequence = 0;
    }

    void disconnect() {
        connection = OptionalLong.empty();
    }

    long nextSequence() {
        return ++sequence;
    }

    /** @return whether new blocks may come here */
    boolean accepts(long nowNanos) {
        return state(nowNanos) == State.ACTIVE && connection.isPresent();
    }

    State state(long nowNanos) {
        if (dead) {
            return drained ? State.GONE : State.DEAD;
        }
        if (drained) {
            return State.DRAINED;
        }
        if (drain.isPresent()) {
            return State.DRAINING;
        }
        if (isSuspect(nowNanos)) {
            return State.SUSPECT;
        }
        return cordoned ? State.CORDONED : State.ACTIVE;
    }
}
