// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256, and the key derivation of RFC 5869 over it. */
final class Hkdf {
    static final int LENGTH_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private Hkdf() {}

    /** The first {@link #LENGTH_BYTES} bytes of the expansion; more is never needed here. */
    static byte[] derive(byte[] salt, byte[] inputKey, byte[] info) {
        var pseudoRandomKey = mac(salt, inputKey);
        return mac(pseudoRandomKey, info, new byte[] {1});
    }

    /** HMAC-SHA256 over the parts, one after the other. */
    static byte[] mac(byte[] key, byte[]... parts) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            for (var part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
