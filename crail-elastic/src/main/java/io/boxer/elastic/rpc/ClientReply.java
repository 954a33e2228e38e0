// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

import io.boxer.common.NodeRef;
import io.boxer.common.wire.WireInput;
import io.boxer.common.wire.WireOutput;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Namenode to tier. No answer leaves before the decision it rests on is durable (rule R10).
 */
public sealed interface ClientReply extends Message {
    /** Answer to CREATE_FILE and GET_FILE. {@code blocks}: the first blocks of the file, possibly all. */
    record File(FileStatus file, FileStatus parent, List<BlockLocation> blocks) implements ClientReply {
        static File read(WireInput in) {
            return new File(FileStatus.read(in), FileStatus.read(in), in.getList(BlockLocation::read));
        }

        @Override
        public void write(WireOutput out) {
            file.write(out);
            parent.write(out);
            out.putList(blocks, (o, each) -> each.write(o));
        }

        @Override
        public MessageType type() {
            return MessageType.FILE;
        }
    }

    /** Answer to REMOVE_FILE: file, parent; to RENAME_FILE: source parent, source, target parent, target. */
    record Files(List<FileStatus> files) implements ClientReply {
        static Files read(WireInput in) {
            return new Files(in.getList(FileStatus::read));
        }

        @Override
        public void write(WireOutput out) {
            out.putList(files, (o, each) -> each.write(o));
        }

        @Override
        public MessageType type() {
            return MessageType.FILES;
        }
    }

    /** Answer to GET_BLOCKS, in order of their index; fewer than asked where the file ends. */
    record Blocks(List<BlockLocation> blocks) implements ClientReply {
        static Blocks read(WireInput in) {
            return new Blocks(in.getList(BlockLocation::read));
        }

        @Override
        public void write(WireOutput out) {
            out.putList(blocks, (o, each) -> each.write(o));
        }

        @Override
        public MessageType type() {
            return MessageType.BLOCKS;
        }
    }

    /** The published placement of a block. */
    record At(long block, NodeRef node, int gen, int writerEpoch) implements ClientReply {
        static At read(WireInput in) {
            return new At(in.getLong(), in.getNode(), in.getInt(), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(block);
            out.putNode(node);
            out.putInt(gen);
            out.putInt(writerEpoch);
        }

        @Override
        public MessageType type() {
            return MessageType.AT;
        }
    }

    /** The block is between two states: ask again. */
    record Busy(long block, int afterMillis) implements ClientReply {
        static Busy read(WireInput in) {
            return new Busy(in.getLong(), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(block);
            out.putInt(afterMillis);
        }

        @Override
        public MessageType type() {
            return MessageType.BUSY;
        }
    }

    /** Every copy is gone, for ever. {@code cause} names the node and how it went. */
    record Lost(long block, String cause) implements ClientReply {
        static Lost read(WireInput in) {
            return new Lost(in.getLong(), in.getText());
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(block);
            out.putText(cause);
        }

        @Override
        public MessageType type() {
            return MessageType.LOST;
        }
    }

    /** The file of this block was deleted, or never was. */
    record Deleted(long block) implements ClientReply {
        static Deleted read(WireInput in) {
            return new Deleted(in.getLong());
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(block);
        }

        @Override
        public MessageType type() {
            return MessageType.DELETED;
        }
    }

    /** Directory records; fewer bytes than asked at the end of the container. */
    record Records(ByteBuffer body) implements ClientReply {
        static Records read(WireInput in) {
            return new Records(in.getBody());
        }

        @Override
        public void write(WireOutput out) {
            // no fields
        }

        @Override
        public MessageType type() {
            return MessageType.RECORDS;
        }
    }

    /** Answer to GET_LOST. */
    record LostExtents(List<LostExtent> extents) implements ClientReply {
        static LostExtents read(WireInput in) {
            return new LostExtents(in.getList(LostExtent::read));
        }

        @Override
        public void write(WireOutput out) {
            out.putList(extents, (o, each) -> each.write(o));
        }

        @Override
        public MessageType type() {
            return MessageType.LOST_EXTENTS;
        }
    }

    /** It is done, and durable. */
    record Done() implements ClientReply {
        static Done read(WireInput in) {
            return new Done();
        }

        @Override
        public void write(WireOutput out) {
            // no fields
        }

        @Override
        public MessageType type() {
            return MessageType.DONE;
        }
    }

    /** It was refused. {@code crailError}: one of Crail's {@code RpcErrors}, below 32; {@code text} says what and the way out. */
    record Failed(int crailError, String text) implements ClientReply {
        static Failed read(WireInput in) {
            return new Failed(in.getInt(), in.getText());
        }

        @Override
        public void write(WireOutput out) {
            out.putInt(crailError);
            out.putText(text);
        }

        @Override
        public MessageType type() {
            return MessageType.FAILED;
        }
    }
}
