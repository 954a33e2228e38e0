// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Role;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * Lets one end of one connection in at the relay, once and for a short while.
 *
 * @param session number of the connection
 * @param end which of the two
 * @param expiresMillis since the epoch, on the clock of whoever made it
 */
public record Ticket(long session, End end, long expiresMillis) {
    /** Of a connection. */
    public enum End {
        CALLER,
        ACCEPTOR
    }

    /**
     * All numbers big endian.
     *
     * <pre>
     *  0        4     5         13              21          53
     *  | "BXT1" | end | session | expires, ms   | HMAC (32) |
     * </pre>
     */
    public static final int LENGTH_BYTES = 53;

    /** So long a ticket is good, clocks that differ by a minute included. */
    public static final long LIFE_MILLIS = 90_000;

    private static final int MAGIC = 0x42585431;
    private static final int MAC_AT = 21;
    private static final long MILLIS_PER_SECOND = 1000;
    private static final String PURPOSE = "relay ticket 1";

    /** For the first bytes of a connection to the relay; the key of the overlay signs it. */
    public byte[] sign(ClusterKey key) {
        var bytes = ByteBuffer.allocate(LENGTH_BYTES)
                .putInt(MAGIC)
                .put((byte) (end == End.CALLER ? 0 : 1))
                .putLong(session)
                .putLong(expiresMillis)
                .array();
        var mac = key.mac(Role.SUPERVISOR, PURPOSE, Arrays.copyOf(bytes, MAC_AT));
        System.arraycopy(mac, 0, bytes, MAC_AT, mac.length);
        return bytes;
    }

    /**
     * Reads a ticket; nothing if it is not signed with this key.
     *
     * @param bytes {@link #LENGTH_BYTES} of them
     */
    public static Optional<Ticket> read(byte[] bytes, ClusterKey key) {
        var mac = key.mac(Role.SUPERVISOR, PURPOSE, Arrays.copyOf(bytes, MAC_AT));
        if (!MessageDigest.isEqual(mac, Arrays.copyOfRange(bytes, MAC_AT, LENGTH_BYTES))) {
            return Optional.empty();
        }
        var fields = ByteBuffer.wrap(bytes);
        boolean known = fields.getInt() == MAGIC;
        var end = fields.get() == 0 ? End.CALLER : End.ACCEPTOR;
        var ticket = new Ticket(fields.getLong(), end, fields.getLong());
        return known ? Optional.of(ticket) : Optional.empty();
    }

    /** Why it is not good now, if it is not: it has expired, or is good for longer than any ticket is. */
    public Optional<String> faultAt(long nowMillis) {
        long left = expiresMillis - nowMillis;
        if (left >= 0 && left <= 2 * LIFE_MILLIS) {
            return Optional.empty();
        }
        String time = left < 0
                ? "expired %d s ago".formatted(-left / MILLIS_PER_SECOND)
                : "is good for another %d s".formatted(left / MILLIS_PER_SECOND);
        return Optional.of("its ticket %s, of at most %d s; set the clocks of that node and of this host by NTP"
                .formatted(time, LIFE_MILLIS / MILLIS_PER_SECOND));
    }
}
