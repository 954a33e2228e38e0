// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.punch;

/**
 * Local ports to dial from, one after the other. A pair of ends cannot be used again for a minute after its connection has ended.
 *
 * <p>Direct ones: the lower half is for calling and the upper one for accepting, or the connections of two nodes in the one
 * direction would be in the way of those in the other; and the circle of the acceptors is one shorter, so a pair comes again
 * after four million connections, not 2048. With the relay, whose end is always the same: all ports in turn, for both
 * directions; after 4096 they come again.
 *
 * <p>Confined to its owner.
 */
final class PortCircle {
    /** As address.h has them: outside the range from which the kernel chooses ports. */
    static final int FIRST = 24000;

    static final int LAST = 28095;

    static final int FIRST_TO_ACCEPT = (FIRST + LAST + 1) / 2;

    private int calling;
    private int accepting;
    private int relayed;

    /** @param somewhere any number: where the circles begin */
    PortCircle(long somewhere) {
        int begin = Math.floorMod((int) somewhere, FIRST_TO_ACCEPT - FIRST);
        calling = FIRST + begin;
        accepting = FIRST_TO_ACCEPT + begin;
        relayed = accepting;
    }

    int nextToCall() {
        calling = calling >= FIRST_TO_ACCEPT - 1 ? FIRST : calling + 1;
        return calling;
    }

    int nextToAccept() {
        accepting = accepting >= LAST - 1 ? FIRST_TO_ACCEPT : accepting + 1;
        return accepting;
    }

    int nextForTheRelay() {
        relayed = relayed >= LAST ? FIRST : relayed + 1;
        return relayed;
    }
}
