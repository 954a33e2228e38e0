// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.punch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.boxer.common.BoxerException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * 256 bits for one connection, known to the two supervisors and the coordinator that introduced them. Each end proves with
 * them, on the connection itself and before any byte of the guests', that it is the one that was meant. Immutable.
 */
public final class ConnectionKey {
    public static final int LENGTH_BYTES = 32;

    /** Of a proof. */
    public static final int PROOF_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] bytes;

    private ConnectionKey(byte[] bytes) {
        this.bytes = bytes;
    }

    public static ConnectionKey random() {
        var bytes = new byte[LENGTH_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new ConnectionKey(bytes);
    }

    /** @throws BoxerException USER if there are more or fewer than {@link #LENGTH_BYTES} */
    public static ConnectionKey of(byte[] bytes) {
        BoxerException.require(bytes.length == LENGTH_BYTES, "a key has %d bytes, not %d", LENGTH_BYTES, bytes.length);
        return new ConnectionKey(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** What the one who calls sends first. */
    public byte[] callersProof(long session) {
        return proof("caller", session);
    }

    /** What the one who accepts answers. */
    public byte[] acceptorsProof(long session) {
        return proof("acceptor", session);
    }

    private byte[] proof(String end, long session) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            mac.update(("boxer connection 1 " + end).getBytes(US_ASCII));
            return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(session).array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConnectionKey that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 0; // nothing of it may leak
    }

    /** Masked. */
    @Override
    public String toString() {
        return "ConnectionKey[********]";
    }
}
