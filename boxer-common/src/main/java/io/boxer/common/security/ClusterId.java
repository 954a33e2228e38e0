// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import static io.boxer.common.BoxerException.require;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Tells one cluster from another that has the same key, such as yesterday's at the same address.
 *
 * <p>Immutable.
 */
public record ClusterId(long high, long low) {
    /** Of a side that has not been told yet; it matches every id. */
    public static final ClusterId UNKNOWN = new ClusterId(0, 0);

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

    /** Drawn when the namenode formats its directory. */
    public static ClusterId random() {
        var random = new SecureRandom();
        return new ClusterId(random.nextLong(), random.nextLong());
    }

    /** Reads 32 hexadecimal digits, as {@link #toString} writes them. */
    public static ClusterId parse(String text) {
        require(FORM.matcher(text).matches(), "'%s' is not a cluster's id; write 32 digits of 0-9 and a-f", text);
        return new ClusterId(HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, 32));
    }

    public boolean isKnown() {
        return !equals(UNKNOWN);
    }

    /** Equal, or one of them unknown. */
    boolean matches(ClusterId other) {
        return !isKnown() || !other.isKnown() || equals(other);
    }

    @Override
    public String toString() {
        var hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
