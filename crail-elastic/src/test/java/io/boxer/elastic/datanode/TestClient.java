// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.security.BlockingHandshake;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.Frame;
import io.boxer.elastic.rpc.Message;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A blocking client of the data port. */
final class TestClient implements AutoCloseable {
    final SocketChannel channel;
    private long requests;

    TestClient(HostPort node, ClusterKey key) {
        this(node, key, Role.CLIENT);
    }

    TestClient(HostPort node, ClusterKey key, Role role) {
        try {
            channel = SocketChannel.open(node.toSocketAddress());
            BlockingHandshake.connect(
                    channel, key, new Party(role, new NodeId("client-1"), ClusterId.UNKNOWN, 0), Role.DATANODE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DataReply ask(Message request) {
        send(request);
        return receive();
    }

    void send(Message request) {
        write(new Frame(++requests, request).head());
        write(request.body().duplicate());
    }

    void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DataReply receive() {
        return (DataReply) Frame.parse(read(read(Frame.LENGTH_BYTES).getInt())).message();
    }

    private ByteBuffer read(int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw new EOFException("the node closed the connection");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.flip();
    }

    /** Whether the node has closed the connection, after waiting for it to say something. */
    boolean isCutOff() {
        try {
            return channel.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException e) {
            return true;
        }
    }

    static String text(DataReply reply) {
        return StandardCharsets.US_ASCII.decode(reply.body().duplicate()).toString();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
