// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.common.netty.HandshakeDone;
import io.boxer.common.netty.HandshakeGate;
import io.boxer.elastic.datanode.core.ClientFence;
import io.boxer.elastic.netty.FrameEncoder;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.Frame;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where clients and other datanodes connect. Each connection: handshake, frames, {@link DataHandler}. Their number is limited,
 * unproven ones are limited by the {@link HandshakeGate}, and those that stand still are cut off.
 *
 * <p>Confined to the datanode's event loop.
 */
final class DataPort {
    private static final Logger LOG = LoggerFactory.getLogger(DataPort.class);

    /** Replies that may wait for their readers, over all connections, in blocks. */
    private static final int BLOCKS_IN_FLIGHT = 32;

    private final NodeLoop node;
    private final HandshakeGate gate;
    private final int blockSizeBytes;
    private final int maxConnections;
    private final InFlight inFlight;
    private final Map<Channel, DataHandler> connections = new LinkedHashMap<>();
    private final ClientFence<Channel> clients = new ClientFence<>();
    private Optional<Channel> listener = Optional.empty();

    DataPort(NodeLoop node, HandshakeGate gate, int blockSizeBytes, int maxConnections) {
        this.node = node;
        this.gate = gate;
        this.blockSizeBytes = blockSizeBytes;
        this.maxConnections = maxConnections;
        this.inFlight = new InFlight((long) BLOCKS_IN_FLIGHT * blockSizeBytes);
    }

    /** Serves those who connect, and those who wait already. The socket is taken: closed with the channel. */
    void serve(EventLoopGroup loops, ServerSocketChannel socket) {
        Channel listening = new ServerBootstrap()
                .group(loops)
                .channelFactory(() -> new NioServerSocketChannel(socket))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(blockSizeBytes / 2, 2 * blockSizeBytes))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .register()
                .syncUninterruptibly()
                .channel();
        listener = Optional.of(listening);
    }

    private void accept(Channel channel) {
        if (connections.size() >= maxConnections) {
            node.counters().count(NodeCounters.Kind.CONNECTION_REFUSED);
            LOG.debug("peer={} is refused: there are {} connections", channel.remoteAddress(), connections.size());
            channel.close();
            return;
        }
        channel.config().setRecvByteBufAllocator(LargeReads.allocator());
        FrameAssembler frames = new FrameAssembler(Frame.maxBytes(blockSizeBytes));
        DataHandler handler = new DataHandler(node, inFlight, frames, this::greet);
        connections.put(channel, handler);
        channel.closeFuture().addListener(closed -> {
            connections.remove(channel);
            clients.closed(channel);
        });
        channel.pipeline().addLast(gate.newHandler(), new Proven(frames, handler));
    }

    private boolean greet(Channel connection, DataRequest.Hello hello) {
        Optional<Channel> old = clients.hello(connection, hello);
        old.ifPresent(gone -> {
            node.counters().count(NodeCounters.Kind.CONNECTION_FENCED);
            LOG.debug("peer={} is fenced: its client has a newer connection", gone.remoteAddress());
            Optional.ofNullable(connections.get(gone)).ifPresent(DataHandler::cutOff);
            gone.close();
        });
        return old.filter(connection::equals).isEmpty();
    }

    /** Waits for the handshake; until then there is nothing behind it that could parse a byte. */
    private static final class Proven extends ChannelInboundHandlerAdapter {
        private final FrameAssembler frames;
        private final DataHandler handler;

        Proven(FrameAssembler frames, DataHandler handler) {
            this.frames = frames;
            this.handler = handler;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeDone) {
                context.pipeline().addLast(new FrameEncoder(), frames, handler);
                context.pipeline().remove(this);
            }
        }
    }

    /** Time has passed: cuts off who stands still. */
    void tick(long nowNanos) {
        Map.copyOf(connections)
                .forEach((channel, handler) -> handler.stalled(nowNanos, channel.isWritable())
                        .ifPresent(why -> {
                            node.counters().count(NodeCounters.Kind.CONNECTION_CUT);
                            LOG.warn("peer={} is cut off: {}", channel.remoteAddress(), why);
                            channel.close();
                        }));
    }

    int openConnections() {
        return connections.size();
    }

    long inFlightBytes() {
        return inFlight.bytes();
    }

    /** The socket too: one that is left to the end of its event loop may stay open, and who connects waits in vain. */
    void close() {
        listener.ifPresent(Channel::close);
        Map.copyOf(connections).keySet().forEach(Channel::close);
    }
}
