// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.NodeMessage;
import io.boxer.elastic.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One incarnation of a datanode as a state machine: control messages, pull results and heartbeats go in with the time as a
 * value, {@link NodeAction}s come out in the order in which they are to be done. A request for bytes is answered at once; a
 * body in an answer is a view on the slot, to be copied before the next call.
 *
 * <p>Confined to one thread: the datanode's event loop, or a simulator.
 */
public final class BlockTableCore {
    /** Entries in one HEARTBEAT or REPORT, so that the message stays below the limit of a frame's fields. */
    static final int MAX_ENTRIES = 10_000;

    /** Beyond this many tombstones the node asks for a new session, which lets it forget them. */
    static final int MAX_TOMBSTONES = 200_000;

    private final NodeMessage.Register registration;
    private final BlockTable table;
    private final Lease lease;
    private final SessionGuard sessions;
    private final ControlRules control;
    private final ImportRules imports;
    private final DataRules data;
    private final DataTrace dataTrace;
    private Optional<Departure> departure = Optional.empty();
    private boolean renewing;

    /**
     * @param name the operator's name for the node
     * @param pool {@code stable}, or {@code spot:TYPE:ZONE}
     * @param memory whose slots are all free; an earlier incarnation has forgotten it
     */
    public BlockTableCore(NodeRef self, String name, String pool, SlotMemory memory, Trace trace) {
        this.registration = new NodeMessage.Register(self, name, pool, memory.memorySlots(), memory.spillSlots());
        this.table = new BlockTable(self, memory, trace);
        this.lease = new Lease(trace);
        this.sessions = new SessionGuard(self);
        this.imports = new ImportRules(table);
        this.control = new ControlRules(table, imports);
        this.data = new DataRules(table, lease);
        this.dataTrace = new DataTrace(table, lease, trace);
    }

    public NodeRef self() {
        return registration.node();
    }

    /** The first message on a new connection to the namenode. */
    public NodeMessage.Register register() {
        return registration;
    }

    public List<NodeAction> handle(ControlMessage message, Now now) {
        if (message instanceof ControlMessage.Session session) {
            return opened(session, now);
        }
        if (message instanceof ControlMessage.Lease grant) {
            lease.granted(grant);
            return List.of();
        }
        if (message instanceof ControlMessage.Dead dead) {
            return forMe(dead.node(), new NodeAction.StartOver());
        }
        if (message instanceof ControlMessage.Drained drained) {
            return forMe(drained.node(), new NodeAction.MayGo());
        }
        if (message instanceof ControlMessage.BlockCommand command) {
            Optional<String> refusal = sessions.refuse(command.header());
            return refusal.isPresent()
                    ? List.of(new NodeAction.Ignored(message.type() + ": " + refusal.get()))
                    : withRenewal(control.handle(command, now));
        }
        throw new IllegalStateException("no rule for " + message.type());
    }

    /** A new session: everything is told once, older messages are refused from here on, so tombstones are of no more use. */
    private List<NodeAction> opened(ControlMessage.Session session, Now now) {
        if (!sessions.open(session)) {
            return List.of(new NodeAction.Ignored("%s is not newer than the open one".formatted(session)));
        }
        table.forgetTombstones();
        renewing = false;
        List<NodeAction> actions = new ArrayList<>();
        List<NodeMessage.Entry> all = table.reportAll();
        int from = 0;
        do {
            int to = Math.min(all.size(), from + MAX_ENTRIES);
            actions.add(send(new NodeMessage.Report(
                    self(), List.copyOf(all.subList(from, to)), sessions.lastSequence(), to == all.size())));
            from = to;
        } while (from < all.size());
        departure.ifPresent(known -> actions.add(send(known.notice(self(), now))));
        return actions;
    }

    /** Asks for the lease and tells what changed; to be sent at once, every heartbeat period of an open session. */
    public NodeMessage.Heartbeat heartbeat(Now now) {
        lease.asked(now);
        return new NodeMessage.Heartbeat(
                self(),
                now.nanos(),
                sessions.lastSequence(),
                table.freeMemorySlots(),
                table.freeSpillSlots(),
                table.takeChanged(MAX_ENTRIES));
    }

    /**
     * The node will go.
     *
     * @param id of the announcement; repeated ones have no further effect
     * @param deadlineMillis from now
     */
    public List<NodeAction> leave(String id, String kind, long deadlineMillis, Now now) {
        Departure leaving = new Departure(id, kind, now.nanos() + deadlineMillis * 1_000_000L);
        departure = Optional.of(leaving);
        return List.of(send(leaving.notice(self(), now)));
    }

    /** A source answered what a {@link NodeAction.Pull} asked. {@code reply}: lent, with its body. */
    public List<NodeAction> pulled(DataRequest.Pull request, DataReply reply, Now now) {
        return imports.pulled(request, reply, now);
    }

    /** There will be no answer to a {@link NodeAction.Pull}. */
    public List<NodeAction> pullFailed(DataRequest.Pull request, Now now) {
        return imports.pullFailed(request, now);
    }

    /** The body of {@code write} is lent. */
    public DataReply write(DataRequest.Write write, Now now) {
        return dataTrace.wrote(write, data.write(write, now), now);
    }

    public DataReply read(DataRequest.Read read, Now now) {
        return dataTrace.read(read, data.read(read, now));
    }

    /** Another datanode's request for a frozen block. */
    public DataReply pull(DataRequest.Pull pull) {
        return data.pull(pull);
    }

    /** How the node stands, for metrics and status. */
    public NodeFigures figures(Now now) {
        return new NodeFigures(
                table.blocks(),
                table.bytes(),
                table.freeMemorySlots(),
                table.freeSpillSlots(),
                table.tombstones(),
                lease.leftNanos(now));
    }

    private List<NodeAction> withRenewal(List<NodeAction> actions) {
        if (renewing || table.tombstones() <= MAX_TOMBSTONES) {
            return actions;
        }
        renewing = true;
        List<NodeAction> more = new ArrayList<>(actions);
        more.add(new NodeAction.RenewSession());
        return more;
    }

    private List<NodeAction> forMe(NodeRef node, NodeAction action) {
        return List.of(
                node.equals(self()) ? action : new NodeAction.Ignored("for %s, this is %s".formatted(node, self())));
    }

    private static NodeAction send(NodeMessage message) {
        return new NodeAction.Send(message);
    }
}
