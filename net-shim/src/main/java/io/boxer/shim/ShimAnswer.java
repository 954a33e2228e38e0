// SPDX-License-Identifier: Apache-2.0
package io.boxer.shim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** What a guest is told. Addresses are IPv4 in host byte order. Immutable. */
public final class ShimAnswer {
    /**
     * Bytes before the text, big endian:
     *
     * <pre>
     *  0        4       8      9   10     12        16       18       24
     *  | "BXA1" | error | side | 0 | port | address | length | 0      | text …
     * </pre>
     */
    public static final int HEADER_BYTES = 24;

    /**
     * Bytes of a plan before its proofs, big endian:
     *
     * <pre>
     *  0               4      6       7        8
     *  | local address | port | hello | expect | hello bytes … | bytes to expect …
     * </pre>
     */
    static final int PLAN_BYTES = 8;

    private static final int MAGIC = 0x42584131;
    private static final byte[] NOTHING = {};

    private final Errno error;
    private final Side side;
    private final int address;
    private final int port;
    private final byte[] text;

    private ShimAnswer(Errno error, Side side, int address, int port, byte[] text) {
        if (text.length > ShimRequest.MAX_TEXT_BYTES) {
            throw new IllegalArgumentException("a text of %d bytes is too long".formatted(text.length));
        }
        this.error = error;
        this.side = side;
        this.address = address;
        this.port = port;
        this.text = text;
    }

    /** Nothing but that it is done. */
    public static ShimAnswer done() {
        return error(Errno.NONE);
    }

    public static ShimAnswer error(Errno error) {
        return new ShimAnswer(error, Side.NONE, 0, 0, NOTHING);
    }

    public static ShimAnswer address(int address) {
        return address(address, 0);
    }

    /** An address and a port: of RESOLVE (port 0) and of CLAIM. */
    public static ShimAnswer address(int address, int port) {
        return new ShimAnswer(Errno.NONE, Side.NONE, address, port, NOTHING);
    }

    public static ShimAnswer side(Side side) {
        return new ShimAnswer(Errno.NONE, side, 0, 0, NOTHING);
    }

    public static ShimAnswer text(String text) {
        return new ShimAnswer(Errno.NONE, Side.NONE, 0, 0, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * How the guest's kernel is to dial.
     *
     * @param localPort to take, on any address of the host
     * @param hello what to send first, at most 255 bytes
     * @param expect what must come back, at most 255 bytes
     */
    public static ShimAnswer plan(int localPort, int peerAddress, int peerPort, byte[] hello, byte[] expect) {
        byte[] plan = ByteBuffer.allocate(PLAN_BYTES + hello.length + expect.length)
                .putInt(0)
                .putShort((short) localPort)
                .put((byte) hello.length)
                .put((byte) expect.length)
                .put(hello)
                .put(expect)
                .array();
        return new ShimAnswer(Errno.NONE, Side.NONE, peerAddress, peerPort, plan);
    }

    /** What the two ends of a connection are called. */
    public static ShimAnswer ends(int ownAddress, int ownPort, int peerAddress, int peerPort) {
        byte[] peer = ByteBuffer.allocate(6)
                .putInt(peerAddress)
                .putShort((short) peerPort)
                .array();
        return new ShimAnswer(Errno.NONE, Side.NONE, ownAddress, ownPort, peer);
    }

    public Errno error() {
        return error;
    }

    public Side side() {
        return side;
    }

    /** Ready to be sent. */
    public ByteBuffer toBytes() {
        return ByteBuffer.allocate(HEADER_BYTES + text.length)
                .putInt(MAGIC)
                .putInt(error.code())
                .put((byte) side.code())
                .put((byte) 0)
                .putShort((short) port)
                .putInt(address)
                .putShort((short) text.length)
                .putShort((short) 0)
                .putInt(0)
                .put(text)
                .flip();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShimAnswer that
                && error == that.error
                && side == that.side
                && address == that.address
                && port == that.port
                && Arrays.equals(text, that.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(error, side, address, port, Arrays.hashCode(text));
    }

    @Override
    public String toString() {
        return "ShimAnswer[%s, %s, address=%x, port=%d, text=%s]"
                .formatted(error, side, address, port, HexFormat.of().formatHex(text));
    }
}
