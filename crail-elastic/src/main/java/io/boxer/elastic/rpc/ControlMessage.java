// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

import io.boxer.common.NodeRef;
import io.boxer.common.wire.WireInput;
import io.boxer.common.wire.WireOutput;
import java.util.List;

/**
 * Namenode to datanode. Every one may be repeated: the rules of docs/protocol.md, section 3, say when a repetition has an
 * effect. {@code block} is a block id, {@code gen} a placement generation, {@code attempt} the generation of a BEGIN.
 */
public sealed interface ControlMessage extends Message {
    /**
     * What makes a control message safe against delay and duplication: a datanode accepts it only from the newest session of
     * the newest namenode, in order, and only if it is meant for this incarnation.
     */
    record Header(int namenodeEpoch, long session, long sequence, NodeRef to) {
        static Header read(WireInput in) {
            return new Header(in.getInt(), in.getLong(), in.getLong(), in.getNode());
        }

        void write(WireOutput out) {
            out.putInt(namenodeEpoch);
            out.putLong(session);
            out.putLong(sequence);
            out.putNode(to);
        }
    }

    /** About one block: subject to the session's rules, and answered, but for the hint {@link Moved}. */
    sealed interface BlockCommand extends ControlMessage {
        Header header();

        long block();
    }

    /** Bind a free slot to a block that nobody has written yet. */
    record New(Header header, long block, int gen, List<NodeRef> members, int writerEpoch) implements BlockCommand {
        static New read(WireInput in) {
            return new New(Header.read(in), in.getLong(), in.getInt(), in.getList(WireInput::getNode), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            header.write(out);
            out.putLong(block);
            out.putInt(gen);
            out.putList(members, WireOutput::putNode);
            out.putInt(writerEpoch);
        }

        @Override
        public MessageType type() {
            return MessageType.NEW;
        }
    }

    /** Bind a free slot and pull the block from one of the sources once it is frozen for this attempt. */
    record Alloc(Header header, long block, int attempt, List<NodeRef> sources) implements BlockCommand {
        static Alloc read(WireInput in) {
            return new Alloc(Header.read(in), in.getLong(), in.getInt(), in.getList(WireInput::getNode));
        }

        @Override
        public void write(WireOutput out) {
            header.write(out);
            out.putLong(block);
            out.putInt(attempt);
            out.putList(sources, WireOutput::putNode);
        }

        @Override
        public MessageType type() {
            return MessageType.ALLOC;
        }
    }

    /** Accept no more writes at {@code from}; reads go on. */
    record Freeze(Header header, long block, int from, int attempt) implements BlockCommand {
        static Freeze read(WireInput in) {
            return new Freeze(Header.read(in), in.getLong(), in.getInt(), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            header.write(out);
            out.putLong(block);
            out.putInt(from);
            out.putInt(attempt);
        }

        @Override
        public MessageType type() {
            return MessageType.FREEZE;
        }
    }

    /** Go on as a live owner at {@code attempt}. {@code base}: generations at which a kept member may stand. */
    record Activate(Header header, long block, int attempt, List<NodeRef> members, int writerEpoch, List<Integer> base)
            implements BlockCommand {
        static Activate read(WireInput in) {
            return new Activate(
                    Header.read(in),
                    in.getLong(),
                    in.getInt(),
                    in.getList(WireInput::getNode),
                    in.getInt(),
                    in.getList(WireInput::getInt));
        }

        @Override
        public void write(WireOutput out) {
            header.write(out);
            out.putLong(block);
            out.putInt(attempt);
            out.putList(members, WireOutput::putNode);
            out.putInt(writerEpoch);
            out.putList(base, WireOutput::putInt);
        }

        @Override
        public MessageType type() {
            return MessageType.ACTIVATE;
        }
    }

    /** A hint for clients that still ask the old owner. */
    record Moved(Header header, long block, NodeRef to, int gen) implements BlockCommand {
        static Moved read(WireInput in) {
            return new Moved(Header.read(in), in.getLong(), in.getNode(), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            header.write(out);
            out.putLong(block);
            out.putNode(to);
            out.putInt(gen);
        }

        @Override
        public MessageType type() {
            return MessageType.MOVED;
        }
    }

    /** Forget the block if it stands at {@code upTo} or lower. */
    record Drop(Header header, long block, int upTo) implements BlockCommand {
        static Drop read(WireInput in) {
            return new Drop(Header.read(in), in.getLong(), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            header.write(out);
            out.putLong(block);
            out.putInt(upTo);
        }

        @Override
        public MessageType type() {
            return MessageType.DROP;
        }
    }

    /** Say how you stand; answered with {@link NodeMessage.State} whatever the state. */
    record Status(Header header, long block, int attempt) implements BlockCommand {
        static Status read(WireInput in) {
            return new Status(Header.read(in), in.getLong(), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            header.write(out);
            out.putLong(block);
            out.putInt(attempt);
        }

        @Override
        public MessageType type() {
            return MessageType.STATUS;
        }
    }

    /** Answer to REGISTER: older sessions are closed, control messages follow. */
    record Session(int namenodeEpoch, long session) implements ControlMessage {
        static Session read(WireInput in) {
            return new Session(in.getInt(), in.getLong());
        }

        @Override
        public void write(WireOutput out) {
            out.putInt(namenodeEpoch);
            out.putLong(session);
        }

        @Override
        public MessageType type() {
            return MessageType.SESSION;
        }
    }

    /**
     * Answer to HEARTBEAT.
     *
     * @param sentAtNanos the heartbeat's own time, on the datanode's monotonic clock: the lease counts from there
     * @param leaseNanos length of the lease; already cut at the deadline of a notice
     */
    record Lease(long sentAtNanos, long leaseNanos) implements ControlMessage {
        static Lease read(WireInput in) {
            return new Lease(in.getLong(), in.getLong());
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(sentAtNanos);
            out.putLong(leaseNanos);
        }

        @Override
        public MessageType type() {
            return MessageType.LEASE;
        }
    }

    /** This incarnation was declared dead, durably: drop everything, begin a new one. */
    record Dead(NodeRef node) implements ControlMessage {
        static Dead read(WireInput in) {
            return new Dead(in.getNode());
        }

        @Override
        public void write(WireOutput out) {
            out.putNode(node);
        }

        @Override
        public MessageType type() {
            return MessageType.DEAD;
        }
    }

    /** Nothing of value is left on this node: it may go. */
    record Drained(NodeRef node) implements ControlMessage {
        static Drained read(WireInput in) {
            return new Drained(in.getNode());
        }

        @Override
        public void write(WireOutput out) {
            out.putNode(node);
        }

        @Override
        public MessageType type() {
            return MessageType.DRAINED;
        }
    }
}
