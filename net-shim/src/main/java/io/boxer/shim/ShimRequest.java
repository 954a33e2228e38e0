// SPDX-License-Identifier: Apache-2.0
package io.boxer.shim;

import io.boxer.common.wire.MalformedFrameException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One question of a guest.
 *
 * @param detail of LISTEN: the {@link Side}'s code; of CONNECT: how many plans for the same call have failed; else 0
 * @param port 0 to 65535
 * @param address IPv4 in host byte order
 * @param cookie of the kernel's socket ({@code SO_COOKIE}), 0 if it does not matter
 * @param secret from the guest's environment
 * @param text a name, or empty
 */
public record ShimRequest(
        ShimVerb verb, int detail, int port, int address, long cookie, GuestSecret secret, String text) {
    /**
     * Bytes before the text, big endian:
     *
     * <pre>
     *  0        4      5      6      8         12       14       16       24        40
     *  | "BXR1" | verb | side | port | address | length | 0      | cookie | secret  | text …
     * </pre>
     */
    public static final int HEADER_BYTES = 40;

    /** Longest name. */
    public static final int MAX_TEXT_BYTES = 255;

    private static final int MAGIC = 0x42585231;
    private static final int LENGTH_AT = 12;

    /**
     * How many bytes follow the header.
     *
     * @param header {@link #HEADER_BYTES} or more; its position stays
     * @throws MalformedFrameException if this is no request, or one with too long a text
     */
    public static int textBytes(ByteBuffer header) {
        int at = header.position();
        int length = Short.toUnsignedInt(header.getShort(at + LENGTH_AT));
        if (header.getInt(at) != MAGIC || length > MAX_TEXT_BYTES) {
            throw new MalformedFrameException("no request of a shim, or a text of %d bytes".formatted(length));
        }
        return length;
    }

    /**
     * Reads a whole request.
     *
     * @throws MalformedFrameException if it is cut, too long, or none
     */
    public static ShimRequest parse(ByteBuffer bytes) {
        if (bytes.remaining() < HEADER_BYTES || bytes.remaining() != HEADER_BYTES + textBytes(bytes)) {
            throw new MalformedFrameException("a request of %d bytes is not whole".formatted(bytes.remaining()));
        }
        bytes.getInt();
        var verb = ShimVerb.ofCode(bytes.get()).orElseThrow(() -> new MalformedFrameException("no verb of a shim"));
        int detail = Byte.toUnsignedInt(bytes.get());
        int port = Short.toUnsignedInt(bytes.getShort());
        int address = bytes.getInt();
        bytes.getInt();
        long cookie = bytes.getLong();
        byte[] secret = new byte[GuestSecret.LENGTH_BYTES];
        bytes.get(secret);
        byte[] text = new byte[bytes.remaining()];
        bytes.get(text);
        return new ShimRequest(
                verb, detail, port, address, cookie, GuestSecret.of(secret), new String(text, StandardCharsets.UTF_8));
    }

    /** For whom the guest listens; {@link Side#NONE} if the request does not say. */
    public Side side() {
        return Side.ofCode(detail).orElse(Side.NONE);
    }
}
