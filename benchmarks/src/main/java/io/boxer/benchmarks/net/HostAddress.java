// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;

/** An address of this host that is no loopback. Stateless. */
final class HostAddress {
    private HostAddress() {}

    static Optional<String> own() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst();
        } catch (SocketException none) {
            throw new UncheckedIOException(none);
        }
    }
}
