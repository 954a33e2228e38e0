// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

import io.boxer.common.wire.MalformedFrameException;
import io.boxer.common.wire.WireInput;
import io.boxer.common.wire.WireOutput;
import java.nio.ByteBuffer;

/**
 * A message with the number that joins an answer to its request.
 *
 * @param requestId chosen by the asker, unique on its connection; 0 where no answer is expected
 */
public record Frame(long requestId, Message message) {
    /**
     * Bytes before the fields of a message, big endian:
     * <pre>
     *  0        4      5            13
     *  | length | type | request id | fields … | body … |
     *           |←────────── length bytes ─────────────→|
     * </pre>
     */
    public static final int HEADER_BYTES = 13;

    /** Bytes of the length field, which does not count itself. */
    public static final int LENGTH_BYTES = 4;

    /** Room for the fields of a message beside its body; lists are cut by their sender to stay below. */
    public static final int MAX_FIELDS_BYTES = 4 * 1024 * 1024;

    /** @return the largest frame that is accepted where blocks have this size, without its length field */
    public static int maxBytes(int blockSizeBytes) {
        return blockSizeBytes + MAX_FIELDS_BYTES;
    }

    /** @return header and fields, ready to be sent; the message's body follows on the wire, unchanged */
    public ByteBuffer head() {
        WireOutput out = new WireOutput();
        out.putInt(0);
        out.putByte(message.type().code());
        out.putLong(requestId);
        message.write(out);
        out.setInt(0, out.size() - LENGTH_BYTES + message.body().remaining());
        return out.toBuffer();
    }

    /**
     * @param bytes a whole frame without its length; lent: a body is a view on it
     * @throws MalformedFrameException if it is cut, too long, or no message
     */
    public static Frame parse(ByteBuffer bytes) {
        WireInput in = new WireInput(bytes);
        MessageType type = MessageType.of(in.getByte());
        long requestId = in.getLong();
        try {
            Message message = type.read(in);
            in.end();
            return new Frame(requestId, message);
        } catch (IllegalArgumentException invalid) {
            throw new MalformedFrameException(type + ": " + invalid.getMessage());
        }
    }

    /** @throws MalformedFrameException if a length field promises less than a header or more than is allowed */
    public static int checkLength(int length, int maxBytes) {
        if (length < HEADER_BYTES - LENGTH_BYTES || length > maxBytes) {
            throw new MalformedFrameException(
                    "length=%d is outside %d..%d".formatted(length, HEADER_BYTES - LENGTH_BYTES, maxBytes));
        }
        return length;
    }
}
