// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.screen;

/** Shares as bars. Stateless. */
public final class Bar {
    private Bar() {}

    /**
     * A bar of {@code width} characters.
     *
     * @param share 0 to 1; what is outside is cut
     */
    public static String of(double share, int width, Terminal terminal) {
        int full = (int) Math.round(Math.max(0, Math.min(1, share)) * width);
        return (terminal.unicode() ? "█" : "#").repeat(full) + (terminal.unicode() ? "░" : ".").repeat(width - full);
    }

    /** Four characters for how full a node is. */
    public static String small(double share, Terminal terminal) {
        int full = (int) Math.ceil(Math.max(0, Math.min(1, share)) * 4);
        return (terminal.unicode() ? "▇" : "#").repeat(full) + (terminal.unicode() ? "▁" : "_").repeat(4 - full);
    }
}
