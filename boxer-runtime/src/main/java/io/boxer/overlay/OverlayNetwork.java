// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import static io.boxer.common.BoxerException.require;

import io.boxer.common.HostPort;

/**
 * The network of an overlay: {@code 10.N.0.0/16}. On one host it takes four loopback networks, {@code 127.(4(N-64)+k).0.0/16}
 * (address.h of the shim says which is for what), so overlays of one machine do not meet.
 *
 * @param number N, 65 to 127
 */
public record OverlayNetwork(int number) {
    public static final int FIRST = 65;
    public static final int LAST = 127;

    private static final int LOW_PORTS = 1024;
    private static final int LOW_PORT_OFFSET = 10_000;
    private static final int LOW_SIDE = 2;

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

    /** The network that this address belongs to. */
    public static OverlayNetwork of(OverlayAddress address) {
        return new OverlayNetwork(address.bits() >>> 16 & 255);
    }

    /** Where the kernel of its host has what a node listens on for others: the public side of address.h. */
    public static HostPort publicSide(OverlayAddress node, int port) {
        boolean low = port < LOW_PORTS;
        return new HostPort(
                "127.%d.%d.%d"
                        .formatted(of(node).base() + (low ? LOW_SIDE : 0), node.bits() >>> 8 & 255, node.bits() & 255),
                low ? port + LOW_PORT_OFFSET : port);
    }

    /** The real address from which a supervisor rings at its guest's listener. */
    public String doorbellHost() {
        return "127.%d.255.254".formatted(base());
    }

    private int base() {
        return 4 * (number - FIRST + 1);
    }

    /** Where the coordinator listens for the nodes of its own host: no port of the host's own addresses is taken. */
    public String coordinatorHost() {
        return "127.%d.0.1".formatted(base());
    }

    @Override
    public String toString() {
        return "10.%d.0.0/16".formatted(number);
    }
}
