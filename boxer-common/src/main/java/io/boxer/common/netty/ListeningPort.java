// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.netty;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.HostPort;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The port of a daemon, and all connections that came through it.
 *
 * <p>Thread-safe.
 */
public final class ListeningPort implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int CLOSE_SECONDS = 5;

    private final Channel listener;
    private final ChannelGroup connections;

    private ListeningPort(Channel listener, ChannelGroup connections) {
        this.listener = listener;
        this.connections = connections;
    }

    /**
     * Binds, with the option {@code --listen} in the words of a failure.
     *
     * @param group of NIO loops
     * @param address port 0: one of the kernel's choice
     * @param accepted adds the handlers of a connection, on its loop
     * @throws BoxerException USER if the address cannot be bound
     */
    public static ListeningPort open(EventLoopGroup group, HostPort address, Consumer<Channel> accepted) {
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        // awaited and looked at: sync() would throw the kernel's own checked exception, which no catch of ours expects
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        accepted.accept(channel);
                    }
                })
                .bind(address.toSocketAddress())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new BoxerException(
                    ErrorCode.USER,
                    "--listen=%s cannot be bound: %s; stop what has it, or choose another port (0: any)"
                            .formatted(address, bound.cause().getMessage()),
                    bound.cause());
        }
        return new ListeningPort(bound.channel(), connections);
    }

    /** Where it listens, with the port that the kernel chose. */
    public HostPort address() {
        return HostPort.of((InetSocketAddress) listener.localAddress());
    }

    /** Takes no more, then hangs up on all. Harmless twice. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        connections.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
