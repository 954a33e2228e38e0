// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.Ranges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Placement of one block (docs/protocol.md, section 5). The durable part changes only by {@link #apply}; answers of datanodes
 * are kept beside it and forgotten with the attempt that they belong to. Confined to the core.
 */
final class Block {
    enum State {
        /** NEW was or will be sent; nobody knows of the block yet. */
        CREATING,
        /** One placement, published. */
        OPEN,
        /** An attempt to change it is on its way; the old members stay the promised copies. */
        MIGRATING,
        /** Decided, not yet confirmed by the new members; the old ones stay promised copies. */
        COMMITTED,
        /** A new member died too early: back to an old one. */
        ROLLING,
        /** Every promised copy is dead. Final. */
        LOST,
        /** Final. */
        DELETED
    }

    /** What a member said of the bytes it holds. */
    record Content(Ranges ranges, int crc) {}

    private final long id;
    private final long fd;
    private final int index;

    private State state = State.CREATING;
    private int gen;
    private List<NodeRef> members = List.of();
    private int attempt;
    private List<NodeRef> newMembers = List.of();
    private int top;
    private int writerEpoch;
    private int newWriterEpoch;
    private int olderGen;
    private final Set<NodeRef> toDrop = new LinkedHashSet<>();
    private String cause = "";

    private final Map<NodeRef, Content> frozen = new LinkedHashMap<>();
    private final Map<NodeRef, Content> ready = new LinkedHashMap<>();
    private final Set<NodeRef> activated = new LinkedHashSet<>();
    private final Set<NodeRef> dropped = new LinkedHashSet<>();
    private final Set<NodeRef> refused = new LinkedHashSet<>();
    private final Set<NodeRef> notReady = new LinkedHashSet<>();
    private long attemptBeganNanos;
    private int bytes;

    Block(long id, long fd, int index) {
        this.id = id;
        this.fd = fd;
        this.index = index;
    }

    void apply(LogRecord.Create record) {
        toDrop.addAll(newMembers);
        state = State.CREATING;
        beginAttempt(record.gen(), record.members(), record.writerEpoch());
        top = record.gen();
    }

    void apply(LogRecord.Begin record) {
        state = State.MIGRATING;
        beginAttempt(record.attempt(), record.newMembers(), record.newWriterEpoch());
        top = record.attempt();
    }

    void apply(LogRecord.Commit record) {
        state = State.COMMITTED;
        newMembers = record.membersLeft();
        olderGen = gen;
        activated.clear();
    }

    void apply(LogRecord.Done record) {
        state = State.OPEN;
        toDrop.addAll(members);
        newMembers.forEach(toDrop::remove);
        gen = record.attempt();
        members = newMembers;
        writerEpoch = newWriterEpoch;
        newMembers = List.of();
        attempt = 0;
        forgetAnswers();
    }

    void apply(LogRecord.Abort record, Set<NodeRef> dead) {
        state = State.COMMITTED;
        toDrop.addAll(newMembers);
        members.forEach(toDrop::remove);
        olderGen = record.attempt();
        List<NodeRef> left = new ArrayList<>(members);
        left.removeAll(dead);
        beginAttempt(record.freshGen(), List.copyOf(left), writerEpoch);
        top = record.freshGen();
    }

    void apply(LogRecord.Roll record) {
        if (record.attempt() != attempt) {
            throw new IllegalStateException(
                    "ROLL of attempt %d, but %d is on its way".formatted(record.attempt(), attempt));
        }
        state = State.ROLLING;
        dropped.clear();
    }

    void apply(LogRecord.Rolled record) {
        state = State.COMMITTED;
        toDrop.addAll(members);
        toDrop.remove(record.member());
        olderGen = attempt;
        members = List.of(record.member());
        beginAttempt(record.freshGen(), members, writerEpoch);
        top = record.freshGen();
    }

    void apply(LogRecord.Lost record) {
        end(State.LOST);
        cause = record.cause();
    }

    void delete() {
        end(State.DELETED);
    }

    private void end(State last) {
        state = last;
        toDrop.addAll(members);
        toDrop.addAll(newMembers);
        forgetAnswers();
    }

    private void beginAttempt(int number, List<NodeRef> to, int epoch) {
        attempt = number;
        newMembers = to;
        newWriterEpoch = epoch;
        forgetAnswers();
    }

    private void forgetAnswers() {
        frozen.clear();
        ready.clear();
        activated.clear();
        dropped.clear();
        refused.clear();
        notReady.clear();
    }

    long id() {
        return id;
    }

    long fd() {
        return fd;
    }

    int index() {
        return index;
    }

    State state() {
        return state;
    }

    boolean isFinal() {
        return state == State.LOST || state == State.DELETED;
    }

    /** @return generation of the published placement */
    int gen() {
        return gen;
    }

    /** @return the promised copies; empty while the block is being created */
    List<NodeRef> members() {
        return members;
    }

    int attempt() {
        return attempt;
    }

    List<NodeRef> newMembers() {
        return newMembers;
    }

    /** @return the highest generation ever given out */
    int top() {
        return top;
    }

    int writerEpoch() {
        return writerEpoch;
    }

    int newWriterEpoch() {
        return newWriterEpoch;
    }

    /** @return generations at which a member that is kept may stand when it is activated */
    List<Integer> baseGens() {
        return gen == olderGen ? List.of(gen) : List.of(gen, olderGen);
    }

    /** @return nodes that may still hold an entry that nobody needs */
    Set<NodeRef> toDrop() {
        return toDrop;
    }

    /** @return highest generation that a node of {@link #toDrop()} must forget */
    int dropUpTo() {
        return switch (state) {
            case OPEN -> gen - 1;
            case LOST, DELETED -> top;
            case CREATING, MIGRATING, COMMITTED, ROLLING -> attempt - 1;
        };
    }

    String cause() {
        return cause;
    }

    Map<NodeRef, Content> frozen() {
        return frozen;
    }

    Map<NodeRef, Content> ready() {
        return ready;
    }

    Set<NodeRef> activated() {
        return activated;
    }

    Set<NodeRef> dropped() {
        return dropped;
    }

    /** @return new members that cannot take part in this attempt, and old ones that did not freeze */
    Set<NodeRef> refused() {
        return refused;
    }

    /** @return new members that said, after the source's death, that their copy is not whole */
    Set<NodeRef> notReady() {
        return notReady;
    }

    long attemptBeganNanos() {
        return attemptBeganNanos;
    }

    void attemptBegan(long nowNanos) {
        attemptBeganNanos = nowNanos;
    }

    /** @return bytes written, as last heard */
    int bytes() {
        return bytes;
    }

    void bytes(int written) {
        bytes = written;
    }

    /** @return every node that holds or may hold a slot for it */
    Set<NodeRef> nodes() {
        Set<NodeRef> all = new LinkedHashSet<>(members);
        all.addAll(newMembers);
        all.addAll(toDrop);
        return all;
    }
}
