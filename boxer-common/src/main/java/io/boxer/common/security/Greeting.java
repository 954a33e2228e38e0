// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import static io.boxer.common.BoxerException.message;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import io.boxer.common.NodeId;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * How a side presents itself. Unproven until a proof over it has been checked.
 *
 * <p>Immutable.
 */
final class Greeting {
    /**
     * All numbers big-endian. The layout is that of every version to come, so that two versions can tell each other
     * apart.
     *
     * <pre>
     *   0        4       6      7      8            24              32         64         128
     *   ┌────────┬───────┬──────┬──────┬────────────┬───────────────┬──────────┬──────────┐
     *   │ "BXHS" │version│ role │ zero │ cluster id │ block size, B │  nonce   │   name   │
     *   └────────┴───────┴──────┴──────┴────────────┴───────────────┴──────────┴──────────┘
     *       4        2      1      1         16             8            32    64, 0-padded
     *
     *   client                                                                      server
     *     HELLO      greeting (128)                                            ──▶
     *            ◀── CHALLENGE  greeting (128), proof (32) over HELLO and this greeting
     *     PROOF      proof (32) over HELLO and CHALLENGE, or the refusal (32)  ──▶
     *            ◀── RESULT     proof (32) over HELLO, CHALLENGE and PROOF, or the refusal (32)
     * </pre>
     *
     * <p>A proof is an HMAC-SHA256 under the key of the client's role and the message's name. The server answers every
     * HELLO in the same way, and only after PROOF says yes or no: a stranger cannot tell why it is refused.
     */
    static final int LENGTH_BYTES = 128;

    static final int NONCE_BYTES = 32;
    static final short VERSION = 1;

    private static final int MAGIC = 0x42584853;
    private static final int NONCE_AT = 32;
    private static final int NAME_AT = NONCE_AT + NONCE_BYTES;

    private final byte[] bytes;

    private Greeting(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Presents a party.
     *
     * @param nonce {@link #NONCE_BYTES} fresh random bytes
     */
    static Greeting of(Party party, byte[] nonce) {
        return of(party, nonce, VERSION);
    }

    /** As {@link #of(Party, byte[])}, of another version: for tests. */
    static Greeting of(Party party, byte[] nonce, short version) {
        var buffer = ByteBuffer.allocate(LENGTH_BYTES)
                .putInt(MAGIC)
                .putShort(version)
                .put((byte) party.role().code())
                .put((byte) 0)
                .putLong(party.clusterId().high())
                .putLong(party.clusterId().low())
                .putLong(party.blockSizeBytes())
                .put(nonce)
                .put(party.name().value().getBytes(US_ASCII));
        return new Greeting(buffer.array());
    }

    /** Takes {@link #LENGTH_BYTES} bytes as they came. */
    static Greeting read(byte[] message) {
        return new Greeting(message.clone());
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** Nothing if it is a role that no version knows. */
    Optional<Role> role() {
        return Role.ofCode(bytes[6]);
    }

    /** Why {@code us} cannot talk to the one who greets; nothing if it can. The remedy is in the text. */
    Optional<String> mismatch(Party us) {
        var theirs = ByteBuffer.wrap(bytes);
        if (theirs.getInt(0) != MAGIC) {
            return Optional.of("the other side does not speak Boxer's protocol; check the address");
        }
        if (theirs.getShort(4) != VERSION) {
            return Optional.of(message(
                    "protocolVersion=%d of the other side is not %d, ours; use the same release of Boxer on both",
                    theirs.getShort(4), VERSION));
        }
        if (!clusterId().matches(us.clusterId())) {
            return Optional.of(message(
                    "clusterId=%s of the other side is not %s, ours; it belongs to another cluster: check the address",
                    clusterId(), us.clusterId()));
        }
        var blockSize = blockSizeBytes();
        if (blockSize != us.blockSizeBytes() && blockSize != 0 && us.blockSizeBytes() != 0) {
            return Optional.of(message(
                    "blockSize=%s here is not blockSize=%s of the other side; give both the same block size",
                    DataSize.ofBytes(us.blockSizeBytes()), blockSize < 0 ? blockSize : DataSize.ofBytes(blockSize)));
        }
        return party().isPresent() ? Optional.empty() : Optional.of("the other side's role or name is not valid");
    }

    /** Whom it presents; nothing if a field is not valid. */
    Optional<Party> party() {
        try {
            var length = NAME_AT;
            while (length < LENGTH_BYTES && bytes[length] != 0) {
                length++;
            }
            var name = new NodeId(new String(bytes, NAME_AT, length - NAME_AT, US_ASCII));
            return role().map(role -> new Party(role, name, clusterId(), blockSizeBytes()));
        } catch (BoxerException e) {
            return Optional.empty();
        }
    }

    private ClusterId clusterId() {
        return new ClusterId(
                ByteBuffer.wrap(bytes).getLong(8), ByteBuffer.wrap(bytes).getLong(16));
    }

    private long blockSizeBytes() {
        return ByteBuffer.wrap(bytes).getLong(24);
    }
}
