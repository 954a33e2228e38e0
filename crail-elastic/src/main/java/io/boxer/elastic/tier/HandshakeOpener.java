// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.NodeId;
import io.boxer.common.NodeRef;
import io.boxer.common.security.BlockingHandshake;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.Frame;
import io.boxer.elastic.rpc.Message;
import java.io.IOException;
import java.net.SocketTimeoutException;

/**
 * Opens connections of one store: TCP, the mutual handshake, and for a datanode HELLO. The namenode's first answer says which
 * cluster this is; from then on no node of another cluster is accepted, whatever listens at an old address.
 *
 * <p>Thread-safe: the only state is the cluster's id, which is written with one and the same value.
 */
final class HandshakeOpener {
    private final ClusterKey key;
    private final NodeId name;
    private final int blockSizeBytes;
    private volatile ClusterId cluster = ClusterId.UNKNOWN;

    HandshakeOpener(ClusterKey key, NodeId name, int blockSizeBytes) {
        this.key = key;
        this.name = name;
        this.blockSizeBytes = blockSizeBytes;
    }

    ConnectionOpener toNamenode() {
        return (node, clientId, epoch, deadlineNanos, silenceNanos) ->
                open(node, Role.NAMENODE, deadlineNanos, silenceNanos);
    }

    ConnectionOpener toDatanode() {
        return (node, clientId, epoch, deadlineNanos, silenceNanos) -> {
            Connection connection = open(node, Role.DATANODE, deadlineNanos, silenceNanos);
            try {
                Message reply = connection.call(new DataRequest.Hello(clientId, epoch));
                if (reply instanceof DataReply.HelloOk) {
                    return connection;
                }
                throw new IOException("HELLO was answered with " + reply.type());
            } catch (IOException | BoxerException failure) {
                connection.close();
                throw failure;
            }
        };
    }

    private Connection open(NodeRef node, Role role, long deadlineNanos, long silenceNanos) throws IOException {
        TimedChannel channel = TimedChannel.connect(node.address(), deadlineNanos, silenceNanos);
        Party self = new Party(Role.CLIENT, name, cluster, blockSizeBytes);
        try {
            Party peer = BlockingHandshake.connect(channel, key, self, role);
            if (role == Role.NAMENODE) {
                cluster = peer.clusterId();
            }
        } catch (BoxerException failure) {
            channel.close();
            String message = "%s %s: %s".formatted(role, node.address(), failure.getMessage());
            if (failure.code() == ErrorCode.USER) {
                throw new PeerRefusedException(message, failure);
            }
            if (failure.getCause() instanceof SocketTimeoutException) {
                // its kernel took the connection, the process does not: stopped, or too busy
                throw (SocketTimeoutException) new SocketTimeoutException(message).initCause(failure);
            }
            throw new IOException(message, failure);
        }
        return new Connection(channel, Frame.maxBytes(blockSizeBytes));
    }
}
