// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

import io.boxer.common.NodeRef;
import io.boxer.common.wire.WireInput;
import io.boxer.common.wire.WireOutput;
import java.nio.ByteBuffer;

/**
 * Datanode to whoever asked.
 */
public sealed interface DataReply extends Message {
    /** Why to try again. */
    enum RetryReason {
        /** Frozen for a change of placement. */
        FROZEN,
        /** The generation is not the one at which the block stands here. */
        STALE_GEN,
        /** No such block, or another incarnation. */
        NOT_MINE,
        /** The node could not renew its lease: it may be cut off. */
        NO_LEASE,
        /** PULL came before FREEZE. */
        NOT_FROZEN,
        /** The bytes are not here, but only a live owner may say that they do not exist (rule R8). */
        ASK_AGAIN
    }

    /** Why not at all. */
    enum FinalReason {
        /** A newer writer has taken over (rule R11). */
        FENCED,
        /** The live owner knows: nobody wrote these bytes. */
        NOT_WRITTEN,
        /** Offset and length do not fit into a block. */
        OUT_OF_BOUNDS
    }

    /** Go on. */
    record HelloOk() implements DataReply {
        static HelloOk read(WireInput in) {
            return new HelloOk();
        }

        @Override
        public void write(WireOutput out) {
            // no fields
        }

        @Override
        public MessageType type() {
            return MessageType.HELLO_OK;
        }
    }

    /** Every byte is in the block, and the lease was valid at that moment. */
    record Written() implements DataReply {
        static Written read(WireInput in) {
            return new Written();
        }

        @Override
        public void write(WireOutput out) {
            // no fields
        }

        @Override
        public MessageType type() {
            return MessageType.WRITTEN;
        }
    }

    /** Exactly the bytes asked for. */
    record Bytes(ByteBuffer body) implements DataReply {
        static Bytes read(WireInput in) {
            return new Bytes(in.getBody());
        }

        @Override
        public void write(WireOutput out) {
            // no fields
        }

        @Override
        public MessageType type() {
            return MessageType.BYTES;
        }
    }

    /** The written ranges one after the other, and the CRC32C over them. */
    record Pulled(int frozenFor, Ranges ranges, int crc, ByteBuffer body) implements DataReply {
        static Pulled read(WireInput in) {
            return new Pulled(in.getInt(), Ranges.read(in), in.getInt(), in.getBody());
        }

        @Override
        public void write(WireOutput out) {
            out.putInt(frozenFor);
            ranges.write(out);
            out.putInt(crc);
        }

        @Override
        public MessageType type() {
            return MessageType.PULLED;
        }
    }

    /** Not here, or not now: resolve, then again with the same bytes at the same offset. */
    record Retry(RetryReason reason, int afterMillis) implements DataReply {
        static Retry read(WireInput in) {
            return new Retry(in.getEnum(RetryReason.values()), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            out.putEnum(reason);
            out.putInt(afterMillis);
        }

        @Override
        public MessageType type() {
            return MessageType.RETRY;
        }
    }

    /** MOVED: follow it only to a higher generation. */
    record Redirect(long block, NodeRef to, int gen) implements DataReply {
        static Redirect read(WireInput in) {
            return new Redirect(in.getLong(), in.getNode(), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(block);
            out.putNode(to);
            out.putInt(gen);
        }

        @Override
        public MessageType type() {
            return MessageType.REDIRECT;
        }
    }

    /** No, and asking again will not help. */
    record Final(FinalReason reason, String text) implements DataReply {
        static Final read(WireInput in) {
            return new Final(in.getEnum(FinalReason.values()), in.getText());
        }

        @Override
        public void write(WireOutput out) {
            out.putEnum(reason);
            out.putText(text);
        }

        @Override
        public MessageType type() {
            return MessageType.FINAL;
        }
    }
}
