// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.common.BoxerException;
import io.boxer.common.Closer;
import io.boxer.common.ErrorCode;
import io.boxer.common.HostPort;
import io.boxer.common.LifeCycle;
import io.boxer.common.Ready;
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

    /** A namenode that restarts is back well before. */
    private static final Duration NAMENODE_LIMIT = Duration.ofSeconds(5);

    private final String name;
    private final LifeCycle lifeCycle;
    private final Closer closer = new Closer();
    private final NodeCounters counters = new NodeCounters();
    private final CompletableFuture<Boolean> mayGo = new CompletableFuture<>();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("boxer-datanode", true), NioIoHandler.newFactory());
    private final NodeParts parts;
    private final HostPort address;
    private final CompletableFuture<DatanodeAdmin> admin = new CompletableFuture<>();
    private volatile DatanodeStatus status;

    private DatanodeServer(
            DatanodeSettings settings, ClusterKey key, Party self, ListeningSocket socket, StoreSlots slots) {
        name = settings.name().value();
        lifeCycle = new LifeCycle("node=" + name);
        address = socket.address();
        closer.closing("slots", slots);
        Trace trace = settings.trace()
                .<Trace>map(directory -> closer.closing("trace", TraceFile.open(directory, "datanode-" + name, name)))
                .orElse(Trace.OFF);
        closer.closing("event loop", (AutoCloseable) this::closeLoop);
        NodeLoop.Life life = new NodeLoop.Life(address, name, settings.pool(), slots.all(), trace);
        parts = new NodeParts(loops, life, settings, key, self, counters, () -> mayGo.complete(true));
        status = statusOf(parts, 0);
    }

    /** The admin API first: a port that is taken must stop the start before the namenode hears of this node. */
    private void serve(DatanodeSettings settings, ClusterKey key, ListeningSocket socket, SlabMemory slabs) {
        try {
            admin.complete(
                    closer.closing("admin API", DatanodeAdmin.start(settings.admin(), key, () -> status, counters)));
            onLoop(() -> parts.start(socket.channel(), each -> status = statusOf(each, slabs.warmBytes())));
            lifeCycle.started("listen=" + address);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
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
            server.serve(settings, key, socket, slots.slabs());
            slots.warmUp();
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

    public HostPort adminAddress() {
        return admin.join().address();
    }

    /** What a daemon prints when it serves. */
    public Ready ready() {
        return new Ready(adminAddress(), address());
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
     * Tells the namenode that this node will go, serves until all blocks are elsewhere or the deadline is over, then closes.
     * Without a namenode it waits only for as long as one needs to restart.
     *
     * @return whether nothing was left
     */
    public boolean drainAndClose(Duration deadline) {
        if (lifeCycle.state() == LifeCycle.State.RUNNING) {
            lifeCycle.drain("SIGTERM, at most %d s".formatted(deadline.toSeconds()));
            onLoop(() -> parts.node().leave("sigterm-" + status.incarnation(), "sigterm", deadline.toMillis()));
        }
        try {
            return awaitDrained(deadline);
        } finally {
            close();
        }
    }

    private boolean awaitDrained(Duration deadline) {
        long endNanos = System.nanoTime() + deadline.toNanos();
        long sessionNanos = System.nanoTime();
        while (System.nanoTime() < endNanos) {
            if (isDrained()) {
                return true;
            }
            DatanodeStatus now = status;
            if (now.session()) {
                sessionNanos = System.nanoTime();
            } else if (now.blocks() == 0) {
                return true;
            } else if (System.nanoTime() - sessionNanos > NAMENODE_LIMIT.toNanos()) {
                LOG.warn("node={} goes with {} blocks: nobody can move them, the namenode is gone", name, now.blocks());
                return false;
            }
        }
        LOG.warn("node={} goes with {} blocks: its {} s are over", name, status.blocks(), deadline.toSeconds());
        return false;
    }

    /** Waits a moment for the namenode's word. */
    private boolean isDrained() {
        try {
            return mayGo.get(50, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BoxerException(ErrorCode.CAPACITY, "interrupted while draining", e);
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
