// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.common.HostPort;
import io.boxer.common.NodeRef;
import io.boxer.common.security.Role;
import io.boxer.elastic.datanode.core.BlockTableCore;
import io.boxer.elastic.datanode.core.NodeAction;
import io.boxer.elastic.datanode.core.Now;
import io.boxer.elastic.datanode.core.SlotMemory;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.trace.Trace;
import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the core with the world: brings it what happens, does what it wants done, in order. When the namenode says that this
 * incarnation is dead, a new core with a new incarnation takes its place.
 *
 * <p>Confined to the datanode's event loop.
 */
final class NodeLoop implements PullConnection.Outcome {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLoop.class);

    private static final long LONGEST_READING_NANOS = 1_000_000L;
    private static final int MAX_READINGS = 10;

    private final Life life;
    private final NodeCounters counters;
    private final Runnable mayGo;
    private final ControlLink link;
    private final PullClient pulls;
    private BlockTableCore core;
    private boolean leaving;

    /** What stays the same when the incarnation changes. */
    record Life(HostPort address, String name, String pool, SlotMemory memory, Trace trace) {
        BlockTableCore begin() {
            NodeRef self = new NodeRef(address, new SecureRandom().nextLong());
            return new BlockTableCore(self, name, pool, memory, trace.as(self.toString()));
        }
    }

    /**
     * Connects to nobody yet.
     *
     * @param mayGo run when nothing of value is left here
     */
    NodeLoop(EventLoop loop, Life life, HostPort namenode, Dialers dialers, NodeCounters counters, Runnable mayGo) {
        this.life = life;
        this.counters = counters;
        this.mayGo = mayGo;
        this.core = life.begin();
        this.link = new ControlLink(loop, this, life.name(), handler -> dialers.to(namenode, Role.NAMENODE, handler));
        this.pulls = new PullClient(loop, this, (source, handler) -> dialers.to(source, Role.DATANODE, handler));
    }

    /** Both clocks at one moment: on a busy machine the thread may lose its processor between the two readings. */
    static Now now() {
        long before = System.nanoTime();
        for (int tries = 0; ; tries++) {
            long wallMillis = System.currentTimeMillis();
            long after = System.nanoTime();
            if (after - before < LONGEST_READING_NANOS || tries == MAX_READINGS) {
                return new Now(before, wallMillis);
            }
            before = after;
        }
    }

    void start() {
        link.start();
    }

    BlockTableCore core() {
        return core;
    }

    NodeCounters counters() {
        return counters;
    }

    boolean hasSession() {
        return link.isOpen();
    }

    void handle(ControlMessage message) {
        perform(core.handle(message, now()));
    }

    @Override
    public void answered(DataRequest.Pull request, DataReply reply) {
        perform(core.pulled(request, reply, now()));
    }

    @Override
    public void failed(DataRequest.Pull request) {
        counters.count(NodeCounters.Kind.PULL_FAILED);
        perform(core.pullFailed(request, now()));
    }

    void leave(String id, String kind, long deadlineMillis) {
        leaving = true;
        perform(core.leave(id, kind, deadlineMillis, now()));
    }

    void tick(long nowNanos) {
        pulls.tick(nowNanos);
    }

    private void perform(List<NodeAction> actions) {
        for (NodeAction action : actions) {
            perform(action);
        }
    }

    private void perform(NodeAction action) {
        if (action instanceof NodeAction.Send send) {
            link.send(send.message());
        } else if (action instanceof NodeAction.Pull pull) {
            counters.count(NodeCounters.Kind.PULL_ASKED);
            pulls.pull(pull);
        } else if (action instanceof NodeAction.Ignored ignored) {
            counters.count(NodeCounters.Kind.IGNORED_MESSAGE);
            LOG.debug("node={} ignored {}", life.name(), ignored.why());
        } else if (action instanceof NodeAction.RenewSession) {
            link.renewSession("it keeps many tombstones, which a new session lets it forget");
        } else if (action instanceof NodeAction.StartOver) {
            startOver();
        } else if (action instanceof NodeAction.MayGo) {
            leaving = true; // whoever had it drained will take it away: it must not come back under another incarnation
            mayGo.run();
        } else {
            throw new IllegalStateException("no way to do " + action);
        }
    }

    private void startOver() {
        int blocks = core.figures(now()).blocks();
        core = life.begin();
        if (leaving) {
            LOG.warn("node={} was declared dead while it was leaving: {} blocks are dropped", life.name(), blocks);
            link.close();
            mayGo.run();
            return;
        }
        LOG.warn(
                "node={} was declared dead: {} blocks are dropped, it begins anew as {}",
                life.name(),
                blocks,
                core.self());
        link.renewSession("it has a new incarnation");
    }

    void close() {
        link.close();
        pulls.close();
    }
}
