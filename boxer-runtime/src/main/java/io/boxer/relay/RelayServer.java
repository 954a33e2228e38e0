// SPDX-License-Identifier: Apache-2.0
package io.boxer.relay;

import io.boxer.common.BoxerException;
import io.boxer.common.Closer;
import io.boxer.common.HostPort;
import io.boxer.common.Refusals;
import io.boxer.common.admin.AdminServer;
import io.boxer.common.admin.Metrics;
import io.boxer.common.admin.Route;
import io.boxer.common.netty.ListeningPort;
import io.boxer.common.security.BindRule;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.KeyFile;
import io.micrometer.core.instrument.Gauge;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
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
    private final ListeningPort port;
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
            port = closer.closing("port", listen(group, settings, key));
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

    private ListeningPort listen(EventLoopGroup group, RelaySettings settings, ClusterKey key) {
        var refusals = new Refusals();
        return ListeningPort.open(group, settings.listen(), channel -> {
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            channel.pipeline()
                    .addLast(
                            new ReadTimeoutHandler(TICKET_SECONDS, TimeUnit.SECONDS),
                            new TicketHandler(sessions, key, InstantSource.system(), settings, refusals));
        });
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
        return port.address();
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
