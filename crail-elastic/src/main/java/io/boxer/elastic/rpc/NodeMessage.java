// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

import io.boxer.common.NodeRef;
import io.boxer.common.wire.WireInput;
import io.boxer.common.wire.WireOutput;
import java.util.List;

/** Datanode to namenode: what it is, how it stands, and its answers to {@link ControlMessage}s, which carry the attempt. */
public sealed interface NodeMessage extends Message {
    /** States of a block's entry on a datanode (docs/protocol.md, section 5). */
    enum EntryState {
        NONE,
        IMPORTING,
        READY,
        LIVE,
        FROZEN
    }

    /** One block as a datanode sees it. {@code bytes}: written so far. */
    record Entry(long block, int gen, EntryState state, int bytes) {
        static Entry read(WireInput in) {
            return new Entry(in.getLong(), in.getInt(), in.getEnum(EntryState.values()), in.getInt());
        }

        void write(WireOutput out) {
            out.putLong(block);
            out.putInt(gen);
            out.putEnum(state);
            out.putInt(bytes);
        }
    }

    /**
     * First message of a session.
     *
     * @param name the operator's name for the node; two live nodes cannot share it
     * @param pool {@code stable}, or {@code spot:TYPE:ZONE}
     * @param memorySlots blocks that fit into memory
     * @param spillSlots blocks that fit on its disk beside them; used when memory is full everywhere
     */
    record Register(NodeRef node, String name, String pool, int memorySlots, int spillSlots) implements NodeMessage {
        static Register read(WireInput in) {
            return new Register(in.getNode(), in.getText(), in.getText(), in.getInt(), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            out.putNode(node);
            out.putText(name);
            out.putText(pool);
            out.putInt(memorySlots);
            out.putInt(spillSlots);
        }

        @Override
        public MessageType type() {
            return MessageType.REGISTER;
        }
    }

    /**
     * Asks for the lease, and says what changed.
     *
     * @param sentAtNanos on the datanode's monotonic clock
     * @param lastSequence of the control messages handled in this session
     * @param changed entries whose state or bytes changed since the last heartbeat; long lists go on in the next one
     */
    record Heartbeat(
            NodeRef node,
            long sentAtNanos,
            long lastSequence,
            int freeMemorySlots,
            int freeSpillSlots,
            List<Entry> changed)
            implements NodeMessage {
        static Heartbeat read(WireInput in) {
            return new Heartbeat(
                    in.getNode(), in.getLong(), in.getLong(), in.getInt(), in.getInt(), in.getList(Entry::read));
        }

        @Override
        public void write(WireOutput out) {
            out.putNode(node);
            out.putLong(sentAtNanos);
            out.putLong(lastSequence);
            out.putInt(freeMemorySlots);
            out.putInt(freeSpillSlots);
            out.putList(changed, (o, entry) -> entry.write(o));
        }

        @Override
        public MessageType type() {
            return MessageType.HEARTBEAT;
        }
    }

    /** This node will go: by SIGTERM, or because something on it saw an announcement. {@code deadlineMillis} from now. */
    record Notice(NodeRef node, String id, String kind, long deadlineMillis) implements NodeMessage {
        static Notice read(WireInput in) {
            return new Notice(in.getNode(), in.getText(), in.getText(), in.getLong());
        }

        @Override
        public void write(WireOutput out) {
            out.putNode(node);
            out.putText(id);
            out.putText(kind);
            out.putLong(deadlineMillis);
        }

        @Override
        public MessageType type() {
            return MessageType.NOTICE;
        }
    }

    /** All entries, after the session began; absence of a block proves nothing. {@code last}: no further part follows. */
    record Report(NodeRef node, List<Entry> entries, long lastSequence, boolean last) implements NodeMessage {
        static Report read(WireInput in) {
            return new Report(in.getNode(), in.getList(Entry::read), in.getLong(), in.getBoolean());
        }

        @Override
        public void write(WireOutput out) {
            out.putNode(node);
            out.putList(entries, (o, entry) -> entry.write(o));
            out.putLong(lastSequence);
            out.putBoolean(last);
        }

        @Override
        public MessageType type() {
            return MessageType.REPORT;
        }
    }

    /** Live at {@code gen}: the answer to NEW and to ACTIVATE. */
    record Activated(NodeRef node, long block, int gen) implements NodeMessage {
        static Activated read(WireInput in) {
            return new Activated(in.getNode(), in.getLong(), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            out.putNode(node);
            out.putLong(block);
            out.putInt(gen);
        }

        @Override
        public MessageType type() {
            return MessageType.ACTIVATED;
        }
    }

    /** No free slot for NEW or ALLOC. */
    record NoSpace(NodeRef node, long block, int gen) implements NodeMessage {
        static NoSpace read(WireInput in) {
            return new NoSpace(in.getNode(), in.getLong(), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            out.putNode(node);
            out.putLong(block);
            out.putInt(gen);
        }

        @Override
        public MessageType type() {
            return MessageType.NO_SPACE;
        }
    }

    /** A slot is bound, the pull goes on. */
    record Allocated(NodeRef node, long block, int attempt) implements NodeMessage {
        static Allocated read(WireInput in) {
            return new Allocated(in.getNode(), in.getLong(), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            out.putNode(node);
            out.putLong(block);
            out.putInt(attempt);
        }

        @Override
        public MessageType type() {
            return MessageType.ALLOCATED;
        }
    }

    /** No byte can land in the block's slot any more (rule R5). {@code crc}: CRC32C over the written ranges, in order. */
    record Frozen(NodeRef node, long block, int attempt, Ranges ranges, int crc) implements NodeMessage {
        static Frozen read(WireInput in) {
            return new Frozen(in.getNode(), in.getLong(), in.getInt(), Ranges.read(in), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            out.putNode(node);
            out.putLong(block);
            out.putInt(attempt);
            ranges.write(out);
            out.putInt(crc);
        }

        @Override
        public MessageType type() {
            return MessageType.FROZEN;
        }
    }

    /** The copy is identical to its source, which was frozen for the same attempt (rule R6). */
    record Ready(NodeRef node, long block, int attempt, Ranges ranges, int crc) implements NodeMessage {
        static Ready read(WireInput in) {
            return new Ready(in.getNode(), in.getLong(), in.getInt(), Ranges.read(in), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            out.putNode(node);
            out.putLong(block);
            out.putInt(attempt);
            ranges.write(out);
            out.putInt(crc);
        }

        @Override
        public MessageType type() {
            return MessageType.READY;
        }
    }

    /** The block is forgotten up to this generation, also if it was never there. */
    record Dropped(NodeRef node, long block, int upTo) implements NodeMessage {
        static Dropped read(WireInput in) {
            return new Dropped(in.getNode(), in.getLong(), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            out.putNode(node);
            out.putLong(block);
            out.putInt(upTo);
        }

        @Override
        public MessageType type() {
            return MessageType.DROPPED;
        }
    }

    /** Answer to STATUS. {@code frozenFor}: attempt of the last FREEZE, 0 if not frozen. */
    record State(
            NodeRef node, long block, int attempt, EntryState state, int gen, int frozenFor, Ranges ranges, int crc)
            implements NodeMessage {
        static State read(WireInput in) {
            return new State(
                    in.getNode(),
                    in.getLong(),
                    in.getInt(),
                    in.getEnum(EntryState.values()),
                    in.getInt(),
                    in.getInt(),
                    Ranges.read(in),
                    in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            out.putNode(node);
            out.putLong(block);
            out.putInt(attempt);
            out.putEnum(state);
            out.putInt(gen);
            out.putInt(frozenFor);
            ranges.write(out);
            out.putInt(crc);
        }

        @Override
        public MessageType type() {
            return MessageType.STATE;
        }
    }

    /**
     * A control message for this block was understood, and its rule says no: every control message is answered. {@code gen}
     * and {@code state} say where the entry stands.
     */
    record Refused(NodeRef node, long block, int attempt, EntryState state, int gen) implements NodeMessage {
        static Refused read(WireInput in) {
            return new Refused(in.getNode(), in.getLong(), in.getInt(), in.getEnum(EntryState.values()), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            out.putNode(node);
            out.putLong(block);
            out.putInt(attempt);
            out.putEnum(state);
            out.putInt(gen);
        }

        @Override
        public MessageType type() {
            return MessageType.REFUSED;
        }
    }
}
