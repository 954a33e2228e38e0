// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.explain;

/** How a connection goes from one node to another. */
public enum Way {
    SAME_HOST("same host"),
    /** Neither end is behind a NAT. */
    DIRECT("direct"),
    PUNCHED("hole punched"),
    RELAYED("relayed"),
    NONE("none");

    private final String words;

    Way(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
