// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import static io.boxer.common.BoxerException.require;

/**
 * The network of an overlay: {@code 10.N.0.0/16}. On one host it takes four loopback networks, {@code 127.(4(N-64)+k).0.0/16}
 * (address.h of the shim says which is for what), so overlays of one machine do not meet.
 *
 * @param number N, 65 to 127
 */
public record OverlayNetwork(int number) {
    public static final int FIRST = 65;
    public static final int LAST = 127;

    /** Of an overlay that nobody gave a number. */
    public static final OverlayNetwork DEFAULT = new OverlayNetwork(77);

    public OverlayNetwork {
        require(number >= FIRST && number <= LAST, "network=%d is not in %d..%d", number, FIRST, LAST);
    }

    /** The one after this, and after the last the first. */
    public OverlayNetwork next() {
        return new OverlayNetwork(number == LAST ? FIRST : number + 1);
    }

    /** {@code 10.N.block.node} */
    public OverlayAddress address(int block, int node) {
        return new OverlayAddress(10 << 24 | number << 16 | block << 8 | node);
    }

    public boolean contains(OverlayAddress address) {
        return address.bits() >>> 16 == (10 << 8 | number);
    }

    /** Where the coordinator listens for the nodes of its own host: no port of the host's own addresses is taken. */
    public String coordinatorHost() {
        return "127.%d.0.1".formatted(4 * (number - FIRST + 1));
    }

    @Override
    public String toString() {
        return "10.%d.0.0/16".formatted(number);
    }
}
