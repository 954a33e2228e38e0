// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.wire;

import io.boxer.common.NodeRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads the fields of one message. Every length and count is compared with what is left before anything is allocated, so a
 * hostile frame costs no memory. Not thread-safe.
 */
public final class WireInput {
    private final ByteBuffer bytes;

    /** @param bytes the frame after its length; lent, its position moves */
    public WireInput(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    public int getByte() {
        need(1, "byte");
        return bytes.get();
    }

    public boolean getBoolean() {
        int value = getByte();
        if (value != 0 && value != 1) {
            throw new MalformedFrameException("boolean=%d is neither 0 nor 1".formatted(value));
        }
        return value == 1;
    }

    public int getInt() {
        need(4, "int");
        return bytes.getInt();
    }

    public long getLong() {
        need(8, "long");
        return bytes.getLong();
    }

    public String getText() {
        return new String(getBytes(), StandardCharsets.UTF_8);
    }

    public byte[] getBytes() {
        byte[] value = new byte[length("bytes")];
        bytes.get(value);
        return value;
    }

    public NodeRef getNode() {
        String host = getText();
        int port = getInt();
        long incarnation = getLong();
        try {
            return WireOutput.node(host, port, incarnation);
        } catch (RuntimeException invalid) {
            throw new MalformedFrameException("node: " + invalid.getMessage());
        }
    }

    public <T> List<T> getList(Function<WireInput, T> each) {
        int count = length("list");
        List<T> values = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            values.add(each.apply(this));
        }
        return List.copyOf(values);
    }

    public <E extends Enum<E>> E getEnum(E[] values) {
        int ordinal = getByte();
        if (ordinal < 0 || ordinal >= values.length) {
            throw new MalformedFrameException("%s=%d, there are %d"
                    .formatted(values[0].getDeclaringClass().getSimpleName(), ordinal, values.length));
        }
        return values[ordinal];
    }

    /** @return what is left, as a view on the frame: valid only as long as the frame is */
    public ByteBuffer getBody() {
        ByteBuffer body = bytes.slice();
        bytes.position(bytes.limit());
        return body;
    }

    /** @throws MalformedFrameException if anything is left */
    public void end() {
        if (bytes.hasRemaining()) {
            throw new MalformedFrameException("%d bytes after the end of the message".formatted(bytes.remaining()));
        }
    }

    /** A count can never be more than the bytes left, since every element takes at least one. */
    private int length(String what) {
        int value = getInt();
        if (value < 0 || value > bytes.remaining()) {
            throw new MalformedFrameException(
                    "%s: length=%d, but %d bytes are left".formatted(what, value, bytes.remaining()));
        }
        return value;
    }

    private void need(int count, String what) {
        if (bytes.remaining() < count) {
            throw new MalformedFrameException(
                    "%s: %d bytes needed, %d are left".formatted(what, count, bytes.remaining()));
        }
    }
}
