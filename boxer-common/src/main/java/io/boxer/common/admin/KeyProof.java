// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.admin;

import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Shows, on a request that changes something, that its sender has the key: an HMAC with the admin role's key over method, path,
 * time and body. The key itself never travels; a copied header is good for one minute and for the same request only.
 */
final class KeyProof {
    static final String HEADER = "Boxer-Key-Proof";
    static final long VALID_SECONDS = 60;

    private static final Pattern FORM = Pattern.compile("(\\d{1,12}):([0-9a-f]{64})");

    private KeyProof() {}

    static String of(ClusterKey key, String method, String path, byte[] body, long epochSeconds) {
        return epochSeconds + ":" + HexFormat.of().formatHex(mac(key, method, path, body, epochSeconds));
    }

    static boolean holds(String header, ClusterKey key, String method, String path, byte[] body, long nowSeconds) {
        var form = FORM.matcher(header);
        if (!form.matches()) {
            return false;
        }
        long seconds = Long.parseLong(form.group(1));
        byte[] expected = mac(key, method, path, body, seconds);
        return MessageDigest.isEqual(expected, HexFormat.of().parseHex(form.group(2)))
                && Math.abs(nowSeconds - seconds) <= VALID_SECONDS;
    }

    private static byte[] mac(ClusterKey key, String method, String path, byte[] body, long epochSeconds) {
        return key.mac(
                Role.ADMIN,
                "admin request",
                (method + " " + path + "\n" + epochSeconds + "\n").getBytes(StandardCharsets.UTF_8),
                body);
    }
}
