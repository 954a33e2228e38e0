// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import io.boxer.common.NodeId;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Handshake;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.LeakPresenceDetector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HandshakeHandlerTest {
    private static final ClusterKey KEY = ClusterKey.random();
    private static final Party NAMENODE =
            new Party(Role.NAMENODE, new NodeId("namenode"), new ClusterId(1, 2), 1 << 20);
    private static final Party CLIENT = new Party(Role.CLIENT, new NodeId("app-1"), ClusterId.UNKNOWN, 0);

    private final HandshakeGate gate = new HandshakeGate(KEY, () -> NAMENODE, EnumSet.of(Role.CLIENT));
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    /** Remembers what passes the handshake. */
    private static final class Application extends ChannelInboundHandlerAdapter {
        private final List<Object> seen = new ArrayList<>();

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            var buffer = (ByteBuf) message;
            seen.add(buffer.toString(StandardCharsets.US_ASCII));
            buffer.release();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            seen.add(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            seen.add(String.valueOf(cause.getMessage()));
        }
    }

    @AfterEach
    void nothingLeaks() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        LeakPresenceDetector.check();
    }

    @Test
    void bothSidesFireTheEventAndLeaveThePipeline() {
        var toServer = new Application();
        var toClient = new Application();
        var server = channel(gate.newHandler(), toServer);
        var handler = new ClientHandshakeHandler(KEY, CLIENT, Role.NAMENODE);
        var client = channel(handler, toClient);

        exchange(client, server);

        assertThat(toServer.seen).containsExactly(new HandshakeDone(Role.CLIENT, CLIENT.name(), CLIENT.clusterId(), 0));
        var done = new HandshakeDone(Role.NAMENODE, NAMENODE.name(), NAMENODE.clusterId(), 1 << 20);
        assertThat(toClient.seen).containsExactly(done);
        assertThat(handler.handshake()).isCompletedWithValue(done);
        assertThat(server.pipeline().get(HandshakeHandler.class)).isNull();
        assertThat(client.pipeline().get(HandshakeHandler.class)).isNull();
        assertThat(gate.unproven()).isZero();
    }

    @Test
    void whatFollowsTheHandshakeInTheSamePacketReachesTheApplication() {
        var application = new Application();
        var server = channel(gate.newHandler(), application);
        var handshake = Handshake.client(KEY, CLIENT, Role.NAMENODE);
        server.writeInbound(Unpooled.wrappedBuffer(handshake.opening()));
        var proof = handshake.receive(ByteBufUtil.getBytes(read(server))).reply();

        server.writeInbound(Unpooled.wrappedBuffer(
                Unpooled.wrappedBuffer(proof), Unpooled.copiedBuffer("request", StandardCharsets.US_ASCII)));

        assertThat(application.seen).hasSize(2).last().isEqualTo("request");
    }

    @Test
    void aHandshakeThatArrivesByteByByteIsAccepted() {
        var application = new Application();
        var server = channel(gate.newHandler(), application);
        var handshake = Handshake.client(KEY, CLIENT, Role.NAMENODE);
        drip(server, handshake.opening());
        var proof = handshake.receive(ByteBufUtil.getBytes(read(server))).reply();

        drip(server, ByteBufUtil.getBytes(Unpooled.wrappedBuffer(proof)));

        assertThat(application.seen).hasSize(1).first().isInstanceOf(HandshakeDone.class);
    }

    @Test
    void aHandshakeThatStopsAtAnyByteIsRefusedAfterFiveSeconds() {
        var hello = Handshake.client(KEY, CLIENT, Role.NAMENODE).opening();
        for (var length = 0; length < hello.length; length++) {
            var application = new Application();
            var server = channel(gate.newHandler(), application);
            server.writeInbound(Unpooled.wrappedBuffer(hello, 0, length));

            server.advanceTimeBy(4_999, TimeUnit.MILLISECONDS);
            server.runPendingTasks();
            assertThat(server.isOpen()).isTrue();
            server.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            server.runPendingTasks();

            assertThat(ByteBufUtil.getBytes(read(server))).isEqualTo(Handshake.refusal());
            assertThat(server.isOpen()).isFalse();
            assertThat(application.seen).isEmpty();
        }
        assertThat(gate.refused()).isEqualTo(hello.length);
        assertThat(gate.unproven()).isZero();
    }

    @Test
    void aProofThatStopsAtAnyByteIsRefusedAfterFiveSecondsInTheSameText() {
        for (var length = 0; length < Handshake.refusal().length; length++) {
            var application = new Application();
            var server = channel(gate.newHandler(), application);
            var handshake = Handshake.client(KEY, CLIENT, Role.NAMENODE);
            server.writeInbound(Unpooled.wrappedBuffer(handshake.opening()));
            var proof = ByteBufUtil.getBytes(Unpooled.wrappedBuffer(
                    handshake.receive(ByteBufUtil.getBytes(read(server))).reply()));
            server.writeInbound(Unpooled.wrappedBuffer(proof, 0, length));

            server.advanceTimeBy(5, TimeUnit.SECONDS);
            server.runPendingTasks();

            assertThat(ByteBufUtil.getBytes(read(server))).isEqualTo(Handshake.refusal());
            assertThat(server.isOpen()).isFalse();
            assertThat(application.seen).isEmpty();
        }
    }

    @Test
    void aClientWithAnotherKeyIsRefusedAndToldWhyByItsOwnSide() {
        var application = new Application();
        var server = channel(gate.newHandler(), new Application());
        var handler = new ClientHandshakeHandler(ClusterKey.random(), CLIENT, Role.NAMENODE);
        var client = channel(handler, application);

        exchange(client, server);

        var reason = "the server's proof is wrong: it has another key; give both the same --key-file";
        assertThat(application.seen).containsExactly(reason);
        assertThatThrownBy(() -> handler.handshake().getNow(null)).hasRootCauseMessage(reason);
        assertThat(client.isOpen()).isFalse();
        assertThat(server.isOpen()).isFalse();
        assertThat(gate.refused()).isEqualTo(1);
    }

    @Test
    void aPeerThatLeavesEarlyIsReported() {
        var application = new Application();
        var handler = new ClientHandshakeHandler(KEY, CLIENT, Role.NAMENODE);
        var client = channel(handler, application);

        client.close().syncUninterruptibly();

        assertThat(application.seen).containsExactly("the other side left in the handshake");
        assertThat(handler.handshake()).isCompletedExceptionally();
    }

    @Test
    void whatAStrangerSendsAfterItsRefusalIsDropped() {
        var application = new Application();
        var server = channel(gate.newHandler(), application);

        server.writeInbound(Unpooled.wrappedBuffer(new byte[100_000]));

        assertThat(application.seen).isEmpty();
        assertThat(server.isOpen()).isFalse();
    }

    @Test
    void ofTooManyWhoStandInTheDoorTheLastIsClosedAtOnceAndTheNextMayEnterWhenOneHasLeft() {
        for (var n = 0; n < HandshakeGate.MAX_UNPROVEN; n++) {
            assertThat(channel(gate.newHandler(), new Application()).isOpen()).isTrue();
        }

        assertThat(channel(gate.newHandler(), new Application()).isOpen()).isFalse();
        assertThat(gate.overLimit()).isEqualTo(1);

        channels.get(0).close().syncUninterruptibly();

        assertThat(channel(gate.newHandler(), new Application()).isOpen()).isTrue();
        assertThat(gate.unproven()).isEqualTo(HandshakeGate.MAX_UNPROVEN);
    }

    @Test
    void aRefusalIsABoxerException() {
        var handler = new ClientHandshakeHandler(KEY, CLIENT, Role.DATANODE);
        var client = channel(handler, new Application());

        exchange(client, channel(gate.newHandler(), new Application()));

        assertThatThrownBy(() -> handler.handshake().getNow(null))
                .hasCauseInstanceOf(BoxerException.class)
                .hasRootCauseMessage("the server is a namenode, not a datanode; check the address");
    }

    private EmbeddedChannel channel(HandshakeHandler handler, Application application) {
        var channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addLast(handler, application);
        channels.add(channel);
        return channel;
    }

    private static void drip(EmbeddedChannel channel, byte[] message) {
        for (var b : message) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
        }
    }

    private static void exchange(EmbeddedChannel client, EmbeddedChannel server) {
        boolean moved;
        do {
            moved = move(client, server);
            moved |= move(server, client);
        } while (moved);
    }

    private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
        ByteBuf message = from.readOutbound();
        if (message == null) {
            return false;
        }
        if (to.isOpen()) {
            to.writeInbound(message);
        } else {
            message.release();
        }
        return true;
    }

    private static ByteBuf read(EmbeddedChannel channel) {
        ByteBuf message = channel.readOutbound();
        assertThat(message).isNotNull();
        return message;
    }
}
