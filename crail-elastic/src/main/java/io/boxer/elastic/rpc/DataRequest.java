// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

import io.boxer.common.wire.WireInput;
import io.boxer.common.wire.WireOutput;
import java.nio.ByteBuffer;

/**
 * Tier or datanode to datanode.
 */
public sealed interface DataRequest extends Message {
    /** First message of a client: its older connections count no more. */
    record Hello(long clientId, int connectionEpoch) implements DataRequest {
        static Hello read(WireInput in) {
            return new Hello(in.getLong(), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(clientId);
            out.putInt(connectionEpoch);
        }

        @Override
        public MessageType type() {
            return MessageType.HELLO;
        }
    }

    /** Writes {@code body} at {@code offset} of the block. */
    record Write(long incarnation, long block, int gen, int writerEpoch, int offset, ByteBuffer body)
            implements DataRequest {
        static Write read(WireInput in) {
            return new Write(in.getLong(), in.getLong(), in.getInt(), in.getInt(), in.getInt(), in.getBody());
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(incarnation);
            out.putLong(block);
            out.putInt(gen);
            out.putInt(writerEpoch);
            out.putInt(offset);
        }

        @Override
        public MessageType type() {
            return MessageType.WRITE;
        }
    }

    /** Reads {@code length} bytes at {@code offset} of the block. */
    record Read(long incarnation, long block, int gen, int offset, int length) implements DataRequest {
        static Read read(WireInput in) {
            return new Read(in.getLong(), in.getLong(), in.getInt(), in.getInt(), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(incarnation);
            out.putLong(block);
            out.putInt(gen);
            out.putInt(offset);
            out.putInt(length);
        }

        @Override
        public MessageType type() {
            return MessageType.READ;
        }
    }

    /** All written bytes of a block that is frozen for this attempt. */
    record Pull(long incarnation, long block, int attempt) implements DataRequest {
        static Pull read(WireInput in) {
            return new Pull(in.getLong(), in.getLong(), in.getInt());
        }

        @Override
        public void write(WireOutput out) {
            out.putLong(incarnation);
            out.putLong(block);
            out.putInt(attempt);
        }

        @Override
        public MessageType type() {
            return MessageType.PULL;
        }
    }
}
