// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.tls;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Which links are encrypted: those to another host. Stateless. */
final class Links {
    /** The one version. */
    static final String PROTOCOL = "TLSv1.3";

    private Links() {}

    /** Whoever can listen on the loopback of a host can also read its processes' memory. */
    static boolean staysOnHost(SocketAddress peer) {
        return peer instanceof InetSocketAddress address
                && !address.isUnresolved()
                && address.getAddress().isLoopbackAddress();
    }
}
