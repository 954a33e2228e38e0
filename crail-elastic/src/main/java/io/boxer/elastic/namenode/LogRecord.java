// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.NodeRef;
import io.boxer.common.wire.MalformedFrameException;
import io.boxer.common.wire.WireInput;
import io.boxer.common.wire.WireOutput;
import io.boxer.elastic.rpc.Caller;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A decision of the namenode. The state of a namenode is what its records say, applied in order: a running namenode and a
 * restarted one go through the same {@link NamenodeState#apply}. docs/protocol.md, section 4, says what each must precede.
 */
public sealed interface LogRecord {
    /** @return the record's number in the log; never used again for something else */
    int code();

    void write(WireOutput out);

    /** @return number and fields, without the length and checksum that the log puts around them */
    default byte[] encode() {
        WireOutput out = new WireOutput();
        out.putByte(code());
        write(out);
        return out.toByteArray();
    }

    /** @throws MalformedFrameException if these bytes are no record */
    static LogRecord decode(ByteBuffer bytes) {
        WireInput in = new WireInput(bytes);
        int code = in.getByte();
        return switch (code) {
            case 1 -> Format.read(in);
            case 2 -> Epoch.read(in);
            case 3 -> NodeJoined.read(in);
            case 4 -> NodeDead.read(in);
            case 5 -> DrainBegun.read(in);
            case 10 -> FileCreated.read(in);
            case 11 -> FileNamed.read(in);
            case 12 -> FileLength.read(in);
            case 13 -> FileRemoved.read(in);
            case 14 -> FileRenamed.read(in);
            case 15 -> DirectoryLeased.read(in);
            case 20 -> Create.read(in);
            case 21 -> Begin.read(in);
            case 22 -> Commit.read(in);
            case 23 -> Done.read(in);
            case 24 -> Abort.read(in);
            case 25 -> Roll.read(in);
            case 26 -> Rolled.read(in);
            case 27 -> Lost.read(in);
            case 28 -> Delete.read(in);
            default -> throw new MalformedFrameException("log record code=%d is unknown".formatted(code));
        };
    }

    /** First record of every log: which cluster this is. */
    record Format(long clusterIdHigh, long clusterIdLow, int blockSizeBytes) implements LogRecord {
        static Format read(WireInput in) {
            return new Format(in.getLong(), in.getLong(), in.getInt());
        }

        @Override
        public int code() {
            return 1;
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(clusterIdHigh);
            out.putLong(clusterIdLow);
            out.putInt(blockSizeBytes);
        }
    }

    /** Durable before the namenode listens; goes up at each start. */
    record Epoch(int namenodeEpoch) implements LogRecord {
        static Epoch read(WireInput in) {
            return new Epoch(in.getInt());
        }

        @Override
        public int code() {
            return 2;
        }

        @Override
        public void write(WireOutput out) {
            out.putInt(namenodeEpoch);
        }
    }

    /** Durable before the first session with this incarnation. */
    record NodeJoined(NodeRef node, String name, String pool, int memorySlots, int spillSlots) implements LogRecord {
        static NodeJoined read(WireInput in) {
            return new NodeJoined(in.getNode(), in.getText(), in.getText(), in.getInt(), in.getInt());
        }

        @Override
        public int code() {
            return 3;
        }

        @Override
        public void write(WireOutput out) {
            out.putNode(node);
            out.putText(name);
            out.putText(pool);
            out.putInt(memorySlots);
            out.putInt(spillSlots);
        }
    }

    /** This incarnation is dead for ever; durable before any LOST, COMMIT or ROLLED that counts on it. */
    record NodeDead(NodeRef node, String cause) implements LogRecord {
        static NodeDead read(WireInput in) {
            return new NodeDead(in.getNode(), in.getText());
        }

        @Override
        public int code() {
            return 4;
        }

        @Override
        public void write(WireOutput out) {
            out.putNode(node);
            out.putText(cause);
        }
    }

    /** A notice was accepted. {@code deadlineEpochMillis}: wall clock, 0 if there is none. */
    record DrainBegun(NodeRef node, String id, String kind, long deadlineEpochMillis) implements LogRecord {
        static DrainBegun read(WireInput in) {
            return new DrainBegun(in.getNode(), in.getText(), in.getText(), in.getLong());
        }

        @Override
        public int code() {
            return 5;
        }

        @Override
        public void write(WireOutput out) {
            out.putNode(node);
            out.putText(id);
            out.putText(kind);
            out.putLong(deadlineEpochMillis);
        }
    }

    /** A file or container. {@code name} is empty until somebody says it. */
    record FileCreated(
            long fd,
            long parent,
            int hash,
            String name,
            int nodeType,
            int storageClass,
            long directoryOffset,
            long token,
            long atMillis,
            Caller caller)
            implements LogRecord {
        static FileCreated read(WireInput in) {
            return new FileCreated(
                    in.getLong(),
                    in.getLong(),
                    in.getInt(),
                    in.getText(),
                    in.getInt(),
                    in.getInt(),
                    in.getLong(),
                    in.getLong(),
                    in.getLong(),
                    new Caller(in.getLong(), in.getLong()));
        }

        @Override
        public int code() {
            return 10;
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(fd);
            out.putLong(parent);
            out.putInt(hash);
            out.putText(name);
            out.putInt(nodeType);
            out.putInt(storageClass);
            out.putLong(directoryOffset);
            out.putLong(token);
            out.putLong(atMillis);
            out.putLong(caller.clientId());
            out.putLong(caller.requestId());
        }
    }

    /** The name came with the directory record. */
    record FileNamed(long fd, String name) implements LogRecord {
        static FileNamed read(WireInput in) {
            return new FileNamed(in.getLong(), in.getText());
        }

        @Override
        public int code() {
            return 11;
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(fd);
            out.putText(name);
        }
    }

    /** The writer said how long the file is. */
    record FileLength(long fd, long capacity, long atMillis) implements LogRecord {
        static FileLength read(WireInput in) {
            return new FileLength(in.getLong(), in.getLong(), in.getLong());
        }

        @Override
        public int code() {
            return 12;
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(fd);
            out.putLong(capacity);
            out.putLong(atMillis);
        }
    }

    /** Gone, with everything below it and all its blocks. */
    record FileRemoved(long fd, Caller caller) implements LogRecord {
        static FileRemoved read(WireInput in) {
            return new FileRemoved(in.getLong(), new Caller(in.getLong(), in.getLong()));
        }

        @Override
        public int code() {
            return 13;
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(fd);
            out.putLong(caller.clientId());
            out.putLong(caller.requestId());
        }
    }

    /** Moved within the tree. */
    record FileRenamed(long fd, long parent, int hash, String name, long directoryOffset, Caller caller)
            implements LogRecord {
        static FileRenamed read(WireInput in) {
            return new FileRenamed(
                    in.getLong(),
                    in.getLong(),
                    in.getInt(),
                    in.getText(),
                    in.getLong(),
                    new Caller(in.getLong(), in.getLong()));
        }

        @Override
        public int code() {
            return 14;
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(fd);
            out.putLong(parent);
            out.putInt(hash);
            out.putText(name);
            out.putLong(directoryOffset);
            out.putLong(caller.clientId());
            out.putLong(caller.requestId());
        }
    }

    /** Kept only while its lease is renewed; renewals themselves are not logged. */
    record DirectoryLeased(long fd, long ttlMillis) implements LogRecord {
        static DirectoryLeased read(WireInput in) {
            return new DirectoryLeased(in.getLong(), in.getLong());
        }

        @Override
        public int code() {
            return 15;
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(fd);
            out.putLong(ttlMillis);
        }
    }

    /** Durable before NEW. Repeated at a fresh gen where the first node refused or died. */
    record Create(long block, long fd, int index, int gen, List<NodeRef> members, int writerEpoch)
            implements LogRecord {
        static Create read(WireInput in) {
            return new Create(
                    in.getLong(), in.getLong(), in.getInt(), in.getInt(), in.getList(WireInput::getNode), in.getInt());
        }

        @Override
        public int code() {
            return 20;
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(block);
            out.putLong(fd);
            out.putInt(index);
            out.putInt(gen);
            out.putList(members, WireOutput::putNode);
            out.putInt(writerEpoch);
        }
    }

    /** Durable before ALLOC and FREEZE. */
    record Begin(long block, int attempt, List<NodeRef> newMembers, int newWriterEpoch) implements LogRecord {
        static Begin read(WireInput in) {
            return new Begin(in.getLong(), in.getInt(), in.getList(WireInput::getNode), in.getInt());
        }

        @Override
        public int code() {
            return 21;
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(block);
            out.putInt(attempt);
            out.putList(newMembers, WireOutput::putNode);
            out.putInt(newWriterEpoch);
        }
    }

    /** Durable before ACTIVATE. */
    record Commit(long block, int attempt, List<NodeRef> membersLeft) implements LogRecord {
        static Commit read(WireInput in) {
            return new Commit(in.getLong(), in.getInt(), in.getList(WireInput::getNode));
        }

        @Override
        public int code() {
            return 22;
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(block);
            out.putInt(attempt);
            out.putList(membersLeft, WireOutput::putNode);
        }
    }

    /** Durable before any answer that names the placement, before MOVED, and before DROP of the old members. */
    record Done(long block, int attempt) implements LogRecord {
        static Done read(WireInput in) {
            return new Done(in.getLong(), in.getInt());
        }

        @Override
        public int code() {
            return 23;
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(block);
            out.putInt(attempt);
        }
    }

    /** Given up: the old members that are not dead go on at a fresh gen. */
    record Abort(long block, int attempt, int freshGen) implements LogRecord {
        static Abort read(WireInput in) {
            return new Abort(in.getLong(), in.getInt(), in.getInt());
        }

        @Override
        public int code() {
            return 24;
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(block);
            out.putInt(attempt);
            out.putInt(freshGen);
        }
    }

    /** A new member died between COMMIT and DONE; durable before DROP to the activated ones. */
    record Roll(long block, int attempt) implements LogRecord {
        static Roll read(WireInput in) {
            return new Roll(in.getLong(), in.getInt());
        }

        @Override
        public int code() {
            return 25;
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(block);
            out.putInt(attempt);
        }
    }

    /** Back to an old member. */
    record Rolled(long block, NodeRef member, int freshGen) implements LogRecord {
        static Rolled read(WireInput in) {
            return new Rolled(in.getLong(), in.getNode(), in.getInt());
        }

        @Override
        public int code() {
            return 26;
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(block);
            out.putNode(member);
            out.putInt(freshGen);
        }
    }

    /** Every promised copy is dead; for ever. */
    record Lost(long block, String cause) implements LogRecord {
        static Lost read(WireInput in) {
            return new Lost(in.getLong(), in.getText());
        }

        @Override
        public int code() {
            return 27;
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(block);
            out.putText(cause);
        }
    }

    /** This one block is not needed any more. */
    record Delete(long block) implements LogRecord {
        static Delete read(WireInput in) {
            return new Delete(in.getLong());
        }

        @Override
        public int code() {
            return 28;
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(block);
        }
    }
}
