// SPDX-License-Identifier: Apache-2.0
package io.boxer.coordinator;

import io.boxer.common.BoxerException;
import io.boxer.common.Closer;
import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.Refusals;
import io.boxer.common.admin.AdminServer;
import io.boxer.common.admin.Metrics;
import io.boxer.common.admin.Route;
import io.boxer.common.netty.HandshakeGate;
import io.boxer.common.netty.ListeningPort;
import io.boxer.common.security.BindRule;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.KeyFile;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import io.boxer.overlay.LinkHandler;
import io.boxer.overlay.Member;
import io.boxer.overlay.OverlayPipeline;
import io.boxer.overlay.local.HostIds;
import io.boxer.overlay.tls.TlsDoor;
import io.boxer.overlay.tls.TlsIdentity;
import io.micrometer.core.instrument.Gauge;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The coordinator as a process sees it: one event loop, its port, its admin API.
 *
 * <p>Thread-safe.
 */
public final class CoordinatorServer implements AutoCloseable {
    private static final long TICK_MILLIS = 250;

    /** Of a block: a coordinator that may have forgotten some begins anywhere. */
    private static final int ADDRESSES = 253;

    private final CoordinatorSettings settings;
    private final Closer closer = new Closer();
    private final CoordinatorLoop coordinator;
    private final ListeningPort port;
    private final AdminServer admin;

    /** What {@code /v1/status} tells. */
    public record Status(String overlay, String network, List<NodeStatus> nodes) {}

    /** A node of {@link Status}; all texts. */
    public record NodeStatus(String name, String address, String host) {
        static NodeStatus of(Member member) {
            return new NodeStatus(
                    member.name().value(),
                    member.address().toString(),
                    member.host().value());
        }
    }

    private CoordinatorServer(CoordinatorSettings settings, ClusterKey key, Runnable onEmpty) {
        this.settings = settings;
        var group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("boxer-coordinator", true), NioIoHandler.newFactory());
        closer.closing(
                "event loop",
                () -> group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS));
        EventLoop loop = group.next();
        coordinator = new CoordinatorLoop(loop, core(settings));
        try {
            port = closer.closing("port", listen(group, key));
            admin = closer.closing("admin API", admin(key));
        } catch (RuntimeException cannot) {
            closer.close();
            throw cannot;
        }
        loop.scheduleAtFixedRate(() -> tick(onEmpty), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Binds and serves.
     *
     * @param onEmpty called, perhaps more than once, when no node has been here for the settings' linger
     * @throws BoxerException USER: port taken, open address without a key that was given
     */
    public static CoordinatorServer start(CoordinatorSettings settings, KeyFile keyFile, Runnable onEmpty) {
        BindRule.check("--listen", settings.listen(), keyFile);
        BindRule.check("--admin", settings.admin(), keyFile);
        return new CoordinatorServer(settings, keyFile.key(), onEmpty);
    }

    private static MembershipCore core(CoordinatorSettings settings) {
        long open = System.nanoTime() + settings.recovery().toNanos();
        int start = settings.recovery().isZero() ? 0 : new SecureRandom().nextInt(ADDRESSES);
        return new MembershipCore(settings.network(), settings.relay(), HostIds.own(), start, open);
    }

    private void tick(Runnable onEmpty) {
        coordinator.tick();
        if (!settings.linger().isZero() && coordinator.isEmptyFor(settings.linger())) {
            onEmpty.run();
        }
    }

    private ListeningPort listen(EventLoopGroup group, ClusterKey key) {
        var self = new Party(Role.COORDINATOR, new NodeId("coordinator"), ClusterId.random(), 0);
        var gate = new HandshakeGate(key, () -> self, Set.of(Role.SUPERVISOR));
        var identity = new TlsIdentity();
        var unencrypted = new Refusals();
        return ListeningPort.open(group, settings.listen(), channel -> {
            channel.pipeline().addLast(new TlsDoor(identity, unencrypted), gate.newHandler());
            OverlayPipeline.addTo(channel.pipeline());
            channel.pipeline().addLast(new LinkHandler(coordinator));
        });
    }

    private AdminServer admin(ClusterKey key) {
        var metrics = new Metrics();
        Gauge.builder(
                        "boxer.coordinator.nodes",
                        coordinator,
                        loop -> loop.members().size())
                .register(metrics.registry());
        return AdminServer.start(settings.admin(), metrics, key, List.of(Route.get("/v1/status", request -> status())));
    }

    private Status status() {
        return new Status(
                settings.overlay(),
                settings.network().toString(),
                coordinator.members().stream().map(NodeStatus::of).toList());
    }

    /** Whether no node has been here for the settings' linger, nor is about to come. */
    public boolean isEmpty() {
        return coordinator.ask(() -> coordinator.isEmptyFor(settings.linger()));
    }

    public HostPort listenAddress() {
        return port.address();
    }

    public HostPort adminAddress() {
        return admin.address();
    }

    /** Hangs up on all supervisors; their nodes go on, and come back to the next coordinator. Harmless twice. */
    @Override
    public void close() {
        closer.close();
    }
}
