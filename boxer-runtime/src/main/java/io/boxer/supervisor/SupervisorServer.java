// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.common.BoxerException;
import io.boxer.common.Closer;
import io.boxer.common.ErrorCode;
import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import io.boxer.overlay.LinkHandler;
import io.boxer.overlay.NodeToken;
import io.boxer.overlay.OverlayMessage.Welcome;
import io.boxer.overlay.OverlayPipeline;
import io.boxer.overlay.local.HostIds;
import io.boxer.shim.GuestSecret;
import io.boxer.shim.GuestVariable;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A supervisor as a process sees it: joins the overlay, opens the socket for the shim, stays until it is closed. One event
 * loop for everything, one thread that may block while it looks for the coordinator.
 *
 * <p>Thread-safe.
 */
public final class SupervisorServer implements AutoCloseable {
    private static final Duration JOIN_LIMIT = Duration.ofSeconds(60);
    private static final int LEAVE_SECONDS = 2;
    private static final int CONNECT_LIMIT_MILLIS = 3000;

    private final Closer closer = new Closer();
    private final GuestVariable guest;

    private SupervisorServer(
            SupervisorSettings settings, ClusterKey key, Supplier<HostPort> finder, Duration joinLimit) {
        var members = closer.closing("file of members", MemberFile.open());
        var group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("boxer-supervisor", true), EpollIoHandler.newFactory());
        closer.closing(
                "event loop",
                () -> group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS));
        var finding = Executors.newSingleThreadExecutor(new DefaultThreadFactory("boxer-coordinator-finder", true));
        closer.closing("finder", finding::shutdownNow);
        try {
            var asked = new Guest(members);
            var secret = GuestSecret.random();
            var core = new LinkCore(NodeToken.random(), HostIds.own(), true, settings.name());
            var link = new CoordinatorLink(
                    group.next(),
                    finding,
                    finder,
                    (address, handler) -> dialer(group, key, settings, address, handler),
                    asked::learn,
                    core);
            var links = new NodeLinks(group.next(), asked.node(), new NodeLinkPipeline(key, finding));
            var crossings = new Crossings(group.next(), asked.node(), key, link::tell, links, link::own);
            asked.crossings(crossings, new Soundings(group.next(), asked.node(), crossings, link::tell));
            var socket = closer.closing("shim socket", ShimSocket.open(group, secret, asked::ask));
            var welcome = await(link, core, joinLimit);
            closer.closing("link", () -> link.leave().get(LEAVE_SECONDS, TimeUnit.SECONDS));
            guest = new GuestVariable(
                    welcome.name().value(),
                    welcome.placed().address().toString(),
                    welcome.placed().hostBits(),
                    socket.name(),
                    secret,
                    members.path().map(Path::toString).filter(GuestVariable::takesPath));
        } catch (RuntimeException cannot) {
            closer.close();
            throw cannot;
        }
    }

    /**
     * Joins the overlay.
     *
     * @param finder tells where the coordinator listens; may block, is asked again when the link breaks
     * @throws BoxerException USER what the coordinator refuses; CAPACITY if there is no coordinator within a minute
     */
    public static SupervisorServer start(SupervisorSettings settings, ClusterKey key, Supplier<HostPort> finder) {
        return start(settings, key, finder, JOIN_LIMIT);
    }

    static SupervisorServer start(
            SupervisorSettings settings, ClusterKey key, Supplier<HostPort> finder, Duration joinLimit) {
        return new SupervisorServer(settings, key, finder, joinLimit);
    }

    private static Bootstrap dialer(
            EventLoopGroup group, ClusterKey key, SupervisorSettings settings, HostPort address, LinkHandler handler) {
        var self = new Party(Role.SUPERVISOR, settings.name().orElse(new NodeId("unnamed")), ClusterId.UNKNOWN, 0);
        return new Bootstrap()
                .group(group)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_LIMIT_MILLIS)
                .remoteAddress(address.host(), address.port())
                .handler(OverlayPipeline.calling(key, self, handler));
    }

    private static Welcome await(CoordinatorLink link, LinkCore core, Duration limit) {
        try {
            return link.join().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException refused) {
            if (refused.getCause() instanceof BoxerException known) {
                throw known;
            }
            throw new IllegalStateException(refused.getCause());
        } catch (TimeoutException late) {
            throw new BoxerException(
                    ErrorCode.CAPACITY,
                    "no coordinator let this node in within %d s: %s; look at its log, or name another with --coordinator"
                            .formatted(limit.toSeconds(), core.trouble()),
                    late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BoxerException(ErrorCode.USER, "interrupted while joining", interrupted);
        }
    }

    /** What makes a program this node's guest. */
    public GuestVariable guest() {
        return guest;
    }

    /** Leaves the overlay. Harmless twice. */
    @Override
    public void close() {
        closer.close();
    }
}
