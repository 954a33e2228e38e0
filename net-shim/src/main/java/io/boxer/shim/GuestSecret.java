// SPDX-License-Identifier: Apache-2.0
package io.boxer.shim;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** 128 bits that a supervisor and its guest share: any other program of the host can reach the socket too. Immutable. */
public final class GuestSecret {
    static final int LENGTH_BYTES = 16;

    private final byte[] bytes;

    private GuestSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    public static GuestSecret random() {
        var bytes = new byte[LENGTH_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new GuestSecret(bytes);
    }

    /** @param bytes {@link #LENGTH_BYTES} of them */
    static GuestSecret of(byte[] bytes) {
        return new GuestSecret(bytes.clone());
    }

    /** For the guest's environment: 32 digits. */
    String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** In constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof GuestSecret that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 0; // nothing of it may leak, and nobody keeps many
    }

    /** Masked. */
    @Override
    public String toString() {
        return "GuestSecret[********]";
    }
}
