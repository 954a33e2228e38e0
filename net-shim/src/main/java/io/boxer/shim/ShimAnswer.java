// SPDX-License-Identifier: Apache-2.0
package io.boxer.shim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a guest is told.
 *
 * @param error {@link Errno#NONE} if there is an answer
 * @param side of LOCALHOST
 * @param address IPv4 in host byte order
 * @param text a name, or empty
 */
public record ShimAnswer(Errno error, Side side, int port, int address, String text) {
    /**
     * Bytes before the text, big endian:
     *
     * <pre>
     *  0        4       8      9   10     12        16       18       24
     *  | "BXA1" | error | side | 0 | port | address | length | 0      | text …
     * </pre>
     */
    public static final int HEADER_BYTES = 24;

    private static final int MAGIC = 0x42584131;

    /** Nothing but that it is done. */
    public static ShimAnswer done() {
        return error(Errno.NONE);
    }

    public static ShimAnswer error(Errno error) {
        return new ShimAnswer(error, Side.NONE, 0, 0, "");
    }

    public static ShimAnswer address(int address) {
        return new ShimAnswer(Errno.NONE, Side.NONE, 0, address, "");
    }

    public static ShimAnswer side(Side side) {
        return new ShimAnswer(Errno.NONE, side, 0, 0, "");
    }

    public static ShimAnswer text(String text) {
        return new ShimAnswer(Errno.NONE, Side.NONE, 0, 0, text);
    }

    /** Ready to be sent. */
    public ByteBuffer toBytes() {
        byte[] name = text.getBytes(StandardCharsets.UTF_8);
        if (name.length > ShimRequest.MAX_TEXT_BYTES) {
            throw new IllegalArgumentException("a text of %d bytes is too long".formatted(name.length));
        }
        return ByteBuffer.allocate(HEADER_BYTES + name.length)
                .putInt(MAGIC)
                .putInt(error.code())
                .put((byte) side.code())
                .put((byte) 0)
                .putShort((short) port)
                .putInt(address)
                .putShort((short) name.length)
                .putShort((short) 0)
                .putInt(0)
                .put(name)
                .flip();
    }
}
