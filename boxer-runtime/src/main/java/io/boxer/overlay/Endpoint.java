// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import static io.boxer.common.BoxerException.require;

import io.boxer.common.HostPort;
import java.net.InetSocketAddress;

/**
 * A real address and port, as the other side sees them.
 *
 * @param address IPv4, which has nothing to do with the overlay's
 */
public record Endpoint(OverlayAddress address, int port) {
    public Endpoint {
        require(port > 0 && port < 65536, "port=%d is not in 1..65535", port);
    }

    /** @throws io.boxer.common.BoxerException USER if it is not IPv4 */
    public static Endpoint of(InetSocketAddress socket) {
        return new Endpoint(OverlayAddress.parse(socket.getAddress().getHostAddress()), socket.getPort());
    }

    public Endpoint withPort(int other) {
        return new Endpoint(address, other);
    }

    public HostPort toHostPort() {
        return new HostPort(address.toString(), port);
    }

    @Override
    public String toString() {
        return address + ":" + port;
    }
}
