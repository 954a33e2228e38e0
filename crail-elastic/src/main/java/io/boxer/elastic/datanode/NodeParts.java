// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.common.netty.HandshakeGate;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.nio.channels.ServerSocketChannel;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What lives on the event loop: the core with its session and its pulls, and the data port. Confined to it, but for the
 * constructor.
 */
final class NodeParts {
    private static final long TICK_MILLIS = 1000;
    private static final long STATUS_MILLIS = 200;

    private final EventLoopGroup loops;
    private final EventLoop loop;
    private final NodeLoop node;
    private final DataPort port;

    /** @param loops of one loop */
    NodeParts(
            EventLoopGroup loops,
            NodeLoop.Life life,
            DatanodeSettings settings,
            ClusterKey key,
            Party self,
            NodeCounters counters,
            Runnable mayGo) {
        this.loops = loops;
        this.loop = loops.next();
        this.node = new NodeLoop(loop, life, settings.namenode(), new Dialers(loops, key, self), counters, mayGo);
        this.port = new DataPort(
                node,
                new HandshakeGate(key, () -> self, Set.of(Role.CLIENT, Role.DATANODE)),
                Math.toIntExact(self.blockSizeBytes()),
                settings.maxConnections());
    }

    /**
     * Serves.
     *
     * @param socket taken
     * @param eachStatus gets the parts from time to time, to publish how they stand
     */
    void start(ServerSocketChannel socket, Consumer<NodeParts> eachStatus) {
        port.serve(loops, socket);
        node.start();
        loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        loop.scheduleAtFixedRate(() -> eachStatus.accept(this), 0, STATUS_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        long nowNanos = System.nanoTime();
        port.tick(nowNanos);
        node.tick(nowNanos);
    }

    NodeLoop node() {
        return node;
    }

    DataPort port() {
        return port;
    }

    void close() {
        node.close();
        port.close();
    }
}
