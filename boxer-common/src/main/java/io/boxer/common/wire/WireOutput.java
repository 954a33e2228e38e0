// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.wire;

import io.boxer.common.HostPort;
import io.boxer.common.NodeRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** Grows a byte array while a message writes its fields, big endian. Not thread-safe. */
public final class WireOutput {
    private byte[] bytes = new byte[64];
    private int size;

    public void putByte(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    public void putBoolean(boolean value) {
        putByte(value ? 1 : 0);
    }

    public void putInt(int value) {
        room(4);
        ByteBuffer.wrap(bytes).putInt(size, value);
        size += 4;
    }

    public void putLong(long value) {
        room(8);
        ByteBuffer.wrap(bytes).putLong(size, value);
        size += 8;
    }

    /** Its place in the enum as a byte: constants of enums on the wire are only ever added at the end. */
    @SuppressWarnings("EnumOrdinal")
    public void putEnum(Enum<?> value) {
        putByte(value.ordinal());
    }

    /** Length as an int, then UTF-8. */
    public void putText(String value) {
        putBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Length as an int, then the bytes. */
    public void putBytes(byte[] value) {
        putInt(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    public void putNode(NodeRef node) {
        putText(node.address().host());
        putInt(node.address().port());
        putLong(node.incarnation());
    }

    /** Count as an int, then each element. */
    public <T> void putList(List<T> values, BiConsumer<WireOutput, T> each) {
        putInt(values.size());
        values.forEach(value -> each.accept(this, value));
    }

    /** Overwrites an int written earlier; for a length that is known only at the end. */
    public void setInt(int position, int value) {
        ByteBuffer.wrap(bytes).putInt(position, value);
    }

    public int size() {
        return size;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** @return the bytes so far, ready to be read; backed by this output, so write no more */
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    static NodeRef node(String host, int port, long incarnation) {
        return new NodeRef(new HostPort(host, port), incarnation);
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
