// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.common.BoxerException;
import io.boxer.common.Durations;
import io.boxer.common.ErrorCode;
import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.security.BlockingHandshake;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the namenode, once at the start, which cluster this is and how large its blocks are. From then on every handshake of
 * the node names that cluster, so that a node can never join another one unnoticed. Thread-safe: has no state.
 */
final class FirstContact {
    private static final Logger LOG = LoggerFactory.getLogger(FirstContact.class);
    private static final long PAUSE_MILLIS = 100;

    private FirstContact() {}

    /**
     * Blocks until the namenode answers.
     *
     * @return how this node presents itself from now on
     * @throws BoxerException PEER if there is no namenode within {@code limit}; USER if it refuses this node
     */
    static Party with(HostPort namenode, ClusterKey key, NodeId name, Duration limit) {
        Party stranger = new Party(Role.DATANODE, name, ClusterId.UNKNOWN, 0);
        long endNanos = System.nanoTime() + limit.toNanos();
        while (true) {
            Exception failure;
            try {
                return introduce(stranger, ask(namenode, key, stranger), namenode);
            } catch (BoxerException e) {
                if (e.code() != ErrorCode.PEER) {
                    throw e;
                }
                failure = e;
            } catch (IOException e) {
                failure = e;
            }
            if (System.nanoTime() - endNanos > 0) {
                throw new BoxerException(
                        ErrorCode.PEER,
                        BoxerException.message(
                                "no namenode at %s within %s (%s)%n  start it, or name another with --namenode",
                                namenode, Durations.format(limit), failure.getMessage()),
                        failure);
            }
            LOG.debug("namenode={} does not answer yet: {}", namenode, failure.toString());
            pause();
        }
    }

    private static Party introduce(Party stranger, Party peer, HostPort namenode) {
        if (peer.blockSizeBytes() <= 0) {
            throw BoxerException.bug("the namenode at %s does not say how large its blocks are", namenode);
        }
        return new Party(stranger.role(), stranger.name(), peer.clusterId(), peer.blockSizeBytes());
    }

    private static Party ask(HostPort namenode, ClusterKey key, Party stranger) throws IOException {
        InetSocketAddress address = namenode.toSocketAddress();
        if (address.isUnresolved()) {
            throw new IOException("there is no host " + namenode.host());
        }
        try (SocketChannel channel = SocketChannel.open(address)) {
            return BlockingHandshake.connect(channel, key, stranger, Role.NAMENODE);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BoxerException(ErrorCode.PEER, "interrupted while waiting for the namenode", e);
        }
    }
}
