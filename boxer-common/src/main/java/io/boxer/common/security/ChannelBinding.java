// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/**
 * What tells an encrypted channel from all others: the hash of the server's certificate ({@code tls-server-end-point} of RFC
 * 5929, always SHA-256). A proof that covers it is worth nothing on another channel, so whoever decrypts and encrypts again
 * in the middle is found out, and certificates need not be signed by anybody.
 *
 * <p>Immutable.
 */
public final class ChannelBinding {
    /** Of a channel that is not encrypted. */
    public static final ChannelBinding NONE = new ChannelBinding(new byte[0]);

    private final byte[] bytes;

    private ChannelBinding(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Of a channel on which the server has shown this. */
    public static ChannelBinding of(X509Certificate server) {
        try {
            return new ChannelBinding(MessageDigest.getInstance("SHA-256").digest(server.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** 32 bytes, or none. */
    byte[] bytes() {
        return bytes.clone();
    }
}
