// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.process;

import io.boxer.common.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports that a daemon shall find again when it is restarted, which rules out letting the kernel choose each time. */
public final class FreePort {
    private FreePort() {}

    /** The address itself if it has a port, else the same host with a port that nobody has at this moment. */
    public static HostPort of(HostPort wanted) {
        if (wanted.port() != 0) {
            return wanted;
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(wanted.host()))) {
            return wanted.withPort(socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("no port of " + wanted.host() + " can be had", e);
        }
    }
}
