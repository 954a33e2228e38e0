// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.drain;

/** Where a node is in its life, as the spot manager sees it. */
public enum NodeState {
    /** Asked of the provider; the store does not know it yet. */
    LAUNCHING,
    JOINING,
    ACTIVE,
    CORDONED,
    DRAINING,
    DRAINED,
    SUSPECT,
    DEAD,
    GONE;

    /** Holds or will hold capacity that new data may use. */
    public boolean serves() {
        return this == LAUNCHING || this == JOINING || this == ACTIVE;
    }

    /** Its bytes are lost or moved, and nothing of it counts any more. */
    public boolean ended() {
        return this == DEAD || this == GONE;
    }

    /** Its bytes are still somewhere on it, or are moving off it. */
    public boolean leaves() {
        return this == CORDONED || this == DRAINING || this == DRAINED;
    }
}
