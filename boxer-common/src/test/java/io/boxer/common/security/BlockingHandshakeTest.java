// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.NodeId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.EnumSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server on a real socket, one thread of its own. */
final class BlockingHandshakeTest {
    private static final ClusterKey KEY = ClusterKey.random();
    private static final Party NAMENODE = new Party(Role.NAMENODE, new NodeId("namenode"), new ClusterId(1, 2), 0);
    private static final Party CLIENT = new Party(Role.CLIENT, new NodeId("app-1"), ClusterId.UNKNOWN, 0);

    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    @SuppressWarnings("NullAway.Init")
    private ServerSocketChannel listener;

    @BeforeEach
    void listen() throws IOException {
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
        thread.shutdownNow();
    }

    @Test
    void aClientAndAServerWithTheSameKeyAgree() throws Exception {
        var served = serve(Integer.MAX_VALUE);

        try (var channel = SocketChannel.open(listener.getLocalAddress())) {
            assertThat(BlockingHandshake.connect(channel, KEY, CLIENT, Role.NAMENODE))
                    .isEqualTo(NAMENODE);
            assertThat(channel.isOpen()).isTrue();
        }
        assertThat(served.get()).isInstanceOf(Handshake.Accepted.class);
    }

    @Test
    void aClientWithAnotherKeyIsToldWhyAndItsChannelIsClosed() throws Exception {
        var served = serve(Integer.MAX_VALUE);

        try (var channel = SocketChannel.open(listener.getLocalAddress())) {
            assertThatThrownBy(() -> BlockingHandshake.connect(channel, ClusterKey.random(), CLIENT, Role.NAMENODE))
                    .isInstanceOfSatisfying(
                            BoxerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USER))
                    .hasMessage("the server's proof is wrong: it has another key; give both the same --key-file");
            assertThat(channel.isOpen()).isFalse();
        }
        assertThat(served.get()).isInstanceOf(Handshake.Refused.class);
    }

    @Test
    void aServerThatLeavesAfterAnyByteIsAPeerThatLeft() throws Exception {
        for (var length = 0; length < 192; length += 13) {
            var served = serve(length);

            try (var channel = SocketChannel.open(listener.getLocalAddress())) {
                assertThatThrownBy(() -> BlockingHandshake.connect(channel, KEY, CLIENT, Role.NAMENODE))
                        .isInstanceOfSatisfying(
                                BoxerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PEER))
                        .hasMessageStartingWith("the other side left in the handshake: ");
            }
            served.get();
        }
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws Exception {
        try (var channel = SocketChannel.open(listener.getLocalAddress());
                var silent = listener.accept()) {
            assertThat(silent.isOpen()).isTrue();

            assertThatThrownBy(() -> BlockingHandshake.connect(channel, KEY, CLIENT, Role.NAMENODE))
                    .hasMessage("the other side gave no answer within 5s; check that it runs");
        }
    }

    /** Serves one connection, and closes it after {@code maxBytes} sent. */
    private Future<Handshake.Step> serve(int maxBytes) {
        return thread.submit(() -> {
            var handshake = Handshake.server(KEY, NAMENODE, EnumSet.of(Role.CLIENT));
            var left = maxBytes;
            try (var channel = listener.accept()) {
                while (true) {
                    var message = ByteBuffer.allocate(handshake.awaits());
                    while (message.hasRemaining() && channel.read(message) >= 0) {
                        // a stream gives what it has
                    }
                    if (message.hasRemaining()) {
                        return handshake.abandon("the client left");
                    }
                    var step = handshake.receive(message.array());
                    var reply = step.reply().duplicate();
                    reply.limit(Math.min(reply.limit(), left));
                    left -= reply.limit();
                    while (reply.hasRemaining()) {
                        channel.write(reply);
                    }
                    if (!(step instanceof Handshake.Next) || left == 0) {
                        return step;
                    }
                }
            }
        });
    }
}
