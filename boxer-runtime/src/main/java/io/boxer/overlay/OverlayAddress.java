// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import static io.boxer.common.BoxerException.require;

/**
 * The address that a guest has and sees: {@code 10.N.x.y}.
 *
 * @param bits IPv4 in host byte order
 */
public record OverlayAddress(int bits) implements Comparable<OverlayAddress> {
    /**
     * Reads {@code 10.77.0.2}.
     *
     * @throws io.boxer.common.BoxerException USER if it is no IPv4 address
     */
    public static OverlayAddress parse(String text) {
        String[] parts = text.split("\\.", -1);
        int bits = 0;
        for (String part : parts) {
            require(
                    parts.length == 4 && part.matches("\\d{1,3}") && Integer.parseInt(part) < 256,
                    "'%s' is not an IPv4 address; write four numbers such as 10.77.0.2",
                    text);
            bits = bits << 8 | Integer.parseInt(part);
        }
        return new OverlayAddress(bits);
    }

    @Override
    public int compareTo(OverlayAddress other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return "%d.%d.%d.%d".formatted(bits >>> 24, bits >>> 16 & 255, bits >>> 8 & 255, bits & 255);
    }
}
