// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import static io.boxer.common.BoxerException.require;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

/**
 * A socket that listens already, so that the node knows its address before it serves; who connects meanwhile waits.
 *
 * @param address by which others reach it: the host as it was given, the port that the kernel gave
 */
record ListeningSocket(ServerSocketChannel channel, HostPort address) {
    private static final int BACKLOG = 512;

    /**
     * Binds.
     *
     * @throws BoxerException USER if the address is taken, not of this machine, or not one that others can connect to
     */
    static ListeningSocket bind(HostPort wanted) {
        InetSocketAddress resolved = wanted.toSocketAddress();
        require(!resolved.isUnresolved(), "listen=%s: there is no such host; name an address of this machine", wanted);
        require(
                !resolved.getAddress().isAnyLocalAddress(),
                "listen=%s is no address that others can connect to; name the one by which they reach this machine",
                wanted);
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(resolved, BACKLOG);
            channel.configureBlocking(false);
            return new ListeningSocket(channel, wanted.withPort(channel.socket().getLocalPort()));
        } catch (IOException e) {
            throw new BoxerException(
                    ErrorCode.USER,
                    BoxerException.message("listen=%s: %s; choose another, or port 0", wanted, e.getMessage()),
                    e);
        }
    }

    /** Gives the address back, before anything was served. */
    void closeQuietly() {
        try {
            channel.close();
        } catch (IOException e) {
            // another failure is being told already
        }
    }
}
