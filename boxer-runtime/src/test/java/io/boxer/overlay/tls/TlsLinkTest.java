// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.Refusals;
import io.boxer.common.netty.ClientHandshakeHandler;
import io.boxer.common.netty.HandshakeDone;
import io.boxer.common.netty.HandshakeGate;
import io.boxer.common.netty.ListeningPort;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real connections over the loopback, each side told whether the other is to count as far. */
@Timeout(60)
class TlsLinkTest {
    private static final ClusterKey KEY = ClusterKey.random();
    private static final String NAME = "a-name-to-look-for";
    private static final Party COORDINATOR = party(Role.COORDINATOR, "coordinator");
    private static final Party SUPERVISOR = party(Role.SUPERVISOR, NAME);

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("tls-link-test", true), NioIoHandler.newFactory());
    private final List<String> wire = new CopyOnWriteArrayList<>();
    private final Refusals refusals = new Refusals();
    private final BlockingQueue<HandshakeDone> admitted = new LinkedBlockingQueue<>();
    private final HandshakeGate gate = new HandshakeGate(KEY, () -> COORDINATOR, Set.of(Role.SUPERVISOR));

    @AfterEach
    void end() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void aLinkToAnotherHostShowsNothingOnTheWire() throws InterruptedException {
        try (ListeningPort server = server(TlsLinkTest::far)) {
            assertThat(call(server.address(), TlsLinkTest::far)).succeedsWithin(20, TimeUnit.SECONDS);

            assertThat(admitted.poll(20, TimeUnit.SECONDS).peerName().value()).isEqualTo(NAME);
            assertThat(String.join("", wire)).startsWith("\u0016\u0003").doesNotContain(NAME);
        }
    }

    @Test
    void aLinkOfOneHostIsPlain() throws InterruptedException {
        try (ListeningPort server = server(TlsLinkTest::near)) {
            assertThat(call(server.address(), TlsLinkTest::near)).succeedsWithin(20, TimeUnit.SECONDS);

            assertThat(admitted.poll(20, TimeUnit.SECONDS).peerName().value()).isEqualTo(NAME);
            assertThat(String.join("", wire)).contains(NAME);
        }
    }

    @Test
    void whoeverDecryptsInTheMiddleIsFoundOut() {
        try (ListeningPort server = server(TlsLinkTest::far);
                ListeningPort middle = middle(server.address())) {
            assertThatThrownBy(() -> call(middle.address(), TlsLinkTest::far).get(20, TimeUnit.SECONDS))
                    .hasMessageContaining("the server's proof is wrong")
                    .hasMessageContaining("somebody listens in between");

            await().until(() -> gate.refused() == 1);
            assertThat(admitted).isEmpty();
        }
    }

    @Test
    void aLinkFromAnotherHostThatIsNotEncryptedIsRefused() {
        try (ListeningPort server = server(TlsLinkTest::far)) {
            assertThatThrownBy(() -> call(server.address(), TlsLinkTest::near).get(20, TimeUnit.SECONDS))
                    .hasMessageContaining("the other side left in the handshake");

            assertThat(admitted).isEmpty();
            assertThat(gate.unproven()).isZero();
            assertThat(refusals.count()).isEqualTo(1);
        }
    }

    @Test
    void anOlderVersionOfTlsIsRefused() throws IOException, GeneralSecurityException {
        SSLContext anybody = SSLContext.getInstance("TLS");
        anybody.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        try (ListeningPort server = server(TlsLinkTest::far);
                Socket plain = new Socket(
                        InetAddress.getLoopbackAddress(), server.address().port());
                SSLSocket socket = (SSLSocket) anybody.getSocketFactory().createSocket(plain, "boxer", 1, true)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});

            assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("protocol_version");
        }
    }

    private static boolean far(SocketAddress peer) {
        return false;
    }

    private static boolean near(SocketAddress peer) {
        return true;
    }

    private static Party party(Role role, String name) {
        return new Party(role, new NodeId(name), ClusterId.UNKNOWN, 0);
    }

    private ListeningPort server(Predicate<SocketAddress> staysOnHost) {
        var identity = new TlsIdentity();
        return open(channel -> channel.pipeline()
                .addLast(
                        new Tap(), new TlsDoor(identity, refusals, staysOnHost), gate.newHandler(), new Application()));
    }

    /** Decrypts what it gets, and sends it on encrypted anew; with another identity, as it does not have the server's. */
    private ListeningPort middle(HostPort server) {
        var identity = new TlsIdentity();
        return open(accepted -> {
            accepted.config().setAutoRead(false);
            connect(server, new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel made) {
                            made.pipeline().addLast(new TlsCaller(TlsLinkTest::far), new PassTo(accepted));
                        }
                    })
                    .thenAccept(made -> {
                        accepted.pipeline()
                                .addLast(new TlsDoor(identity, refusals, TlsLinkTest::far), new PassTo(made));
                        accepted.config().setAutoRead(true);
                    });
        });
    }

    private ListeningPort open(Consumer<Channel> accepted) {
        return ListeningPort.open(group, new HostPort("127.0.0.1", 0), accepted);
    }

    private CompletableFuture<HandshakeDone> call(HostPort address, Predicate<SocketAddress> staysOnHost) {
        var handshake = new ClientHandshakeHandler(KEY, SUPERVISOR, Role.COORDINATOR);
        connect(address, new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new TlsCaller(staysOnHost), handshake, new Application());
            }
        });
        return handshake.handshake();
    }

    private CompletableFuture<Channel> connect(HostPort address, ChannelHandler handler) {
        var connected = new CompletableFuture<Channel>();
        var connecting = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(handler)
                .connect(new InetSocketAddress(address.host(), address.port()));
        connecting.addListener(done -> connected.complete(connecting.channel()));
        return connected;
    }

    /** Sees every byte that arrives. */
    private final class Tap extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            wire.add(((ByteBuf) message).toString(StandardCharsets.ISO_8859_1));
            context.fireChannelRead(message);
        }
    }

    private final class Application extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeDone done && done.role() == Role.SUPERVISOR) {
                admitted.add(done);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private static final class PassTo extends ChannelInboundHandlerAdapter {
        private final Channel other;

        private PassTo(Channel other) {
            this.other = other;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            other.writeAndFlush(message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            other.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
