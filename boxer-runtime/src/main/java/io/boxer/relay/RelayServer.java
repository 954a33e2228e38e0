// SPDX-License-Identifier: Apache-2.0
package io.boxer.relay;

import io.boxer.common.BoxerException;
import io.boxer.common.Closer;
import io.boxer.common.ErrorCode;
import io.boxer.common.HostPort;
import io.boxer.common.admin.AdminServer;
import io.boxer.common.admin.Metrics;
import io.boxer.common.admin.Route;
import io.boxer.common.security.BindRule;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.KeyFile;
import io.micrometer.core.instrument.Gauge;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A relay as a process sees it: one event loop, its port, its admin API.
 *
 * <p>Thread-safe.
 */
public final class RelayServer implements AutoCloseable {
    private static final int TICKET_SECONDS = 5;

    private final Closer closer = new Closer();
    private final EventLoop loop;
    private final Sessions sessions;
    private final Channel listener;
    private final AdminServer admin;

    /**
     * What {@code /v1/status} tells.
     *
     * @param waiting ends whose other end is not there yet
     * @param standing connections forwarded now
     * @param joined since the start
     * @param refused without a good ticket, with a used one, or over the limit
     */
    public record Status(long waiting, long standing, long joined, long refused) {}

    private RelayServer(RelaySettings settings, ClusterKey key) {
        var group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("boxer-relay", true), NioIoHandler.newFactory());
        closer.closing(
                "event loop",
                () -> group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS));
        loop = group.next();
        sessions = new Sessions(settings.maxConnections());
        try {
            listener = listen(group, settings, key);
            closer.closing("listener", () -> listener.close().awaitUninterruptibly(5, TimeUnit.SECONDS));
            admin = closer.closing("admin API", admin(settings, key));
        } catch (RuntimeException cannot) {
            closer.close();
            throw cannot;
        }
    }

    /**
     * Binds and serves.
     *
     * @throws BoxerException USER: port taken, open address without a key that was given
     */
    public static RelayServer start(RelaySettings settings, KeyFile keyFile) {
        BindRule.check("--listen", settings.listen(), keyFile);
        BindRule.check("--admin", settings.admin(), keyFile);
        return new RelayServer(settings, keyFile.key());
    }

    private Channel listen(EventLoopGroup group, RelaySettings settings, ClusterKey key) {
        var channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        closer.closing("connections", () -> channels.close().awaitUninterruptibly(5, TimeUnit.SECONDS));
        try {
            return new ServerBootstrap()
                    .group(group)
                    .channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, 1024)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channels.add(channel);
                            channel.pipeline()
                                    .addLast(
                                            new ReadTimeoutHandler(TICKET_SECONDS, TimeUnit.SECONDS),
                                            new TicketHandler(sessions, key, InstantSource.system(), settings));
                        }
                    })
                    .bind(settings.listen().toSocketAddress())
                    .syncUninterruptibly()
                    .channel();
        } catch (RuntimeException cannot) {
            throw new BoxerException(
                    ErrorCode.USER,
                    "--listen=%s cannot be bound: %s; stop what has it, or choose another port (0: any)"
                            .formatted(settings.listen(), cannot.getMessage()),
                    cannot);
        }
    }

    private AdminServer admin(RelaySettings settings, ClusterKey key) {
        var metrics = new Metrics();
        Gauge.builder("boxer.relay.connections", this, relay -> relay.status().standing())
                .register(metrics.registry());
        return AdminServer.start(settings.admin(), metrics, key, List.of(Route.get("/v1/status", request -> status())));
    }

    /** As it stands now; from any thread. */
    public Status status() {
        return CompletableFuture.supplyAsync(
                        () -> new Status(
                                sessions.waiting(), sessions.standing(), sessions.joined(), sessions.refused()),
                        loop)
                .join();
    }

    public HostPort listenAddress() {
        return HostPort.of((InetSocketAddress) listener.localAddress());
    }

    public HostPort adminAddress() {
        return admin.address();
    }

    /** Breaks what it forwards. Harmless twice. */
    @Override
    public void close() {
        closer.close();
    }
}
