// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.NodeRef;
import io.boxer.common.netty.HandshakeDone;
import io.boxer.common.netty.HandshakeGate;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import io.boxer.elastic.netty.FrameDecoder;
import io.boxer.elastic.netty.FrameEncoder;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.Frame;
import io.boxer.elastic.rpc.Message;
import io.boxer.elastic.rpc.NodeMessage;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** Opens sessions, grants leases and sends what the test says; knows nothing of blocks. */
final class FakeNamenode implements AutoCloseable {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ClusterKey key;
    private final Party self;
    private final Map<NodeRef, Channel> sessions = new ConcurrentHashMap<>();
    private final Map<NodeRef, Long> numberOf = new ConcurrentHashMap<>();
    private final Set<NodeRef> dead = ConcurrentHashMap.newKeySet();
    private final AtomicLong numbers = new AtomicLong();
    private final List<NodeMessage> heard = new CopyOnWriteArrayList<>();
    private volatile boolean silent;
    private volatile long lastGrantNanos;
    private final AtomicInteger epoch = new AtomicInteger(1);
    private Channel listening;

    FakeNamenode(ClusterKey key, int blockSizeBytes) {
        this.key = key;
        this.self = new Party(Role.NAMENODE, new NodeId("namenode"), ClusterId.random(), blockSizeBytes);
        this.listening = listen(0);
    }

    private Channel listen(int port) {
        HandshakeGate gate = new HandshakeGate(key, () -> self, Set.of(Role.DATANODE, Role.CLIENT));
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        gate.newHandler(),
                                        new FrameDecoder(Frame.maxBytes(1 << 20)),
                                        new FrameEncoder(),
                                        new Connection());
                    }
                })
                .bind("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
    }

    private final class Connection extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            assert event instanceof HandshakeDone;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            NodeMessage message = (NodeMessage) Frame.parse(bytes.nioBuffer()).message();
            heard.add(message);
            if (silent) {
                return;
            }
            if (message instanceof NodeMessage.Register register) {
                long number = numbers.incrementAndGet();
                numberOf.put(register.node(), number);
                sessions.put(register.node(), context.channel());
                Message answer = dead.contains(register.node())
                        ? new ControlMessage.Dead(register.node())
                        : new ControlMessage.Session(epoch.get(), number);
                context.writeAndFlush(new Frame(0, answer));
            } else if (message instanceof NodeMessage.Heartbeat beat) {
                lastGrantNanos = System.nanoTime();
                context.writeAndFlush(
                        new Frame(0, new ControlMessage.Lease(beat.sentAtNanos(), TimeUnit.SECONDS.toNanos(2))));
            }
        }
    }

    HostPort address() {
        return HostPort.of((InetSocketAddress) listening.localAddress());
    }

    /** Sends within the node's session; numbers grow with every message of this namenode, so they grow in each session. */
    void send(NodeRef node, Function<ControlMessage.Header, ControlMessage> message) {
        ControlMessage.Header header = new ControlMessage.Header(
                epoch.get(), Objects.requireNonNull(numberOf.get(node)), numbers.incrementAndGet(), node);
        raw(node, message.apply(header));
    }

    void raw(NodeRef node, ControlMessage message) {
        Objects.requireNonNull(sessions.get(node))
                .writeAndFlush(new Frame(0, message))
                .syncUninterruptibly();
    }

    void declareDead(NodeRef node) {
        dead.add(node);
        raw(node, new ControlMessage.Dead(node));
    }

    long lastGrantNanos() {
        return lastGrantNanos;
    }

    void beSilent() {
        silent = true;
    }

    /** Stops listening and drops all connections; listens again at the same port, with the next epoch. */
    void restart() {
        int port = address().port();
        listening.close().syncUninterruptibly();
        sessions.values().forEach(channel -> channel.close().syncUninterruptibly());
        sessions.clear();
        heard.clear();
        epoch.incrementAndGet();
        silent = false;
        // a node that tries to reconnect may have this very port for its own end, for a moment
        Awaitility.await().ignoreExceptions().until(() -> {
            listening = listen(port);
            return true;
        });
    }

    List<NodeMessage> heard() {
        return heard;
    }

    <T extends NodeMessage> List<T> heard(Class<T> type) {
        return heard.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
