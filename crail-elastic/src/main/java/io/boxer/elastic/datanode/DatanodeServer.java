// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.common.BoxerException;
import io.boxer.common.Closer;
import io.boxer.common.ErrorCode;
import io.boxer.common.HostPort;
import io.boxer.common.LifeCycle;
import io.boxer.common.security.BindRule;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.KeyFile;
import io.boxer.common.security.Party;
import io.boxer.elastic.trace.Trace;
import io.boxer.elastic.trace.TraceFile;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A datanode: asks the namenode which cluster this is, takes memory and disk, serves, and leaves in good order. Read
 * {@link #start} first.
 *
 * <p>Thread-safe: its methods block their caller, never the event loop.
 */
public final class DatanodeServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatanodeServer.class);
    private static final Duration FIRST_CONTACT_LIMIT = Duration.ofSeconds(30);

    private final LifeCycle lifeCycle;
    private final Closer closer = new Closer();
    private final NodeCounters counters = new NodeCounters();
    private final CompletableFuture<Boolean> mayGo = new CompletableFuture<>();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("boxer-datanode", true), NioIoHandler.newFactory());
    private final NodeParts parts;
    private final HostPort address;
    private volatile DatanodeStatus status;

    private DatanodeServer(
            DatanodeSettings settings, ClusterKey key, Party self, ListeningSocket socket, StoreSlots slots) {
        lifeCycle = new LifeCycle("node=" + settings.name());
        address = socket.address();
        closer.closing("slots", slots);
        Trace trace = settings.trace()
                .<Trace>map(directory -> closer.closing(
                        "trace",
                        TraceFile.open(
                                directory,
                                "datanode-" + settings.name(),
                                settings.name().value())))
                .orElse(Trace.OFF);
        closer.closing("event loop", (AutoCloseable) this::closeLoop);
        NodeLoop.Life life = new NodeLoop.Life(address, settings.name().value(), settings.pool(), slots.all(), trace);
        parts = new NodeParts(loops, life, settings, key, self, counters, () -> mayGo.complete(true));
        status = statusOf(parts, slots.slabs().warmBytes());
        onLoop(() -> parts.start(
                socket.channel(), each -> status = statusOf(each, slots.slabs().warmBytes())));
        slots.warmUp();
    }

    /**
     * Starts a node, which serves when this returns. Blocks until the namenode has answered once.
     *
     * @param keyFile of the cluster
     * @throws BoxerException USER if a setting cannot be, PEER if there is no namenode within 30 s
     */
    public static DatanodeServer start(DatanodeSettings settings, KeyFile keyFile) {
        BindRule.check("--listen", settings.listen(), keyFile);
        BindRule.check("--admin", settings.admin(), keyFile);
        ClusterKey key = keyFile.key();
        long memoryBytes = FreeMemory.now().grant(settings.memory());
        ListeningSocket socket = ListeningSocket.bind(settings.listen());
        try {
            Party self = FirstContact.with(settings.namenode(), key, settings.name(), FIRST_CONTACT_LIMIT);
            StoreSlots slots = StoreSlots.open(settings, memoryBytes, Math.toIntExact(self.blockSizeBytes()));
            DatanodeServer server = new DatanodeServer(settings, key, self, socket, slots);
            server.lifeCycle.started("listen=" + server.address);
            return server;
        } catch (RuntimeException e) {
            socket.closeQuietly();
            throw e;
        }
    }

    private DatanodeStatus statusOf(NodeParts of, long warmBytes) {
        return DatanodeStatus.of(of.node(), of.port(), lifeCycle.state().name(), warmBytes);
    }

    /** Where clients and other datanodes connect. */
    public HostPort address() {
        return address;
    }

    /** Completes when the namenode says that nothing of value is left here. */
    public CompletableFuture<Boolean> mayGo() {
        return mayGo.copy();
    }

    DatanodeStatus status() {
        return status;
    }

    NodeCounters counters() {
        return counters;
    }

    /**
     * Tells the namenode that this node will go, serves until all blocks are elsewhere or the deadline is over, then closes. A
     * node that holds nothing goes at once.
     *
     * @return whether nothing was left
     */
    public boolean drainAndClose(Duration deadline) {
        if (lifeCycle.state() == LifeCycle.State.RUNNING) {
            lifeCycle.drain("SIGTERM, at most %d s".formatted(deadline.toSeconds()));
            onLoop(() -> parts.node().leave("sigterm-" + status.incarnation(), "sigterm", deadline.toMillis()));
        }
        boolean empty = awaitDrained(deadline);
        close();
        return empty;
    }

    private boolean awaitDrained(Duration deadline) {
        try {
            return mayGo.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("node={} goes with {} blocks: the deadline is over", status.name(), status.blocks());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new BoxerException(ErrorCode.BUG, "draining failed", e);
        }
    }

    private void onLoop(Runnable task) {
        EventLoop loop = loops.next();
        loop.submit(task).syncUninterruptibly();
    }

    private void closeLoop() {
        onLoop(parts::close);
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Goes at once; what is here is lost. Harmless twice. */
    @Override
    public void close() {
        if (lifeCycle.close("closed")) {
            closer.close();
        }
    }
}
