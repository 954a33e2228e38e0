// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.NodeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Datanodes: who is there, in which session, with which lease, and who is dead (rule R9). Confined to the core. */
final class NodeSessions {
    private static final int DEAD_NODES_KEPT = 200;

    private final NamenodeState state;
    private final Decisions decisions;
    private final BlockProcedures procedures;
    private final Drains drains;
    private long sessions;

    NodeSessions(NamenodeState state, Decisions decisions, BlockProcedures procedures, Drains drains) {
        this.state = state;
        this.decisions = decisions;
        this.procedures = procedures;
        this.drains = drains;
    }

    /** Every node of the log counts as holding a lease granted at this moment. */
    void begin() {
        state.nodes().values().forEach(this::assumeLease);
    }

    private void assumeLease(Node node) {
        node.heard(decisions.nanos());
        node.leaseUntil(decisions.nanos() + ProtocolTimes.LEASE_NANOS + ProtocolTimes.DRIFT_NANOS);
        traceGrant(node, 0);
    }

    /** Postpones a death, and changes nothing else: no lease is granted, and a node that is late stays SUSPECT. */
    private void assumeLeaseAfterAll(Node node) {
        node.leaseUntil(Math.max(
                node.leaseUntilNanos(), decisions.nanos() + ProtocolTimes.LEASE_NANOS + ProtocolTimes.DRIFT_NANOS));
    }

    private void traceGrant(Node node, long sentAtNanos) {
        decisions.trace().log("nn.grant", "node", node.ref(), "sentAt", sentAtNanos, "until", node.leaseUntilNanos());
    }

    void register(long connection, NodeMessage.Register register) {
        Optional<Node> known = state.findNode(register.node());
        if (known.isPresent() && known.get().isDead()) {
            decisions.answer(connection, new ControlMessage.Dead(register.node()));
            return;
        }
        Optional<Node> twin = twin(register);
        if (twin.isPresent()) {
            decisions.note(
                    "refused",
                    register.name(),
                    "name=%s is taken by the live node at %s; give this one another --name",
                    register.name(),
                    twin.get().ref().address());
            decisions.close(connection);
            return;
        }
        if (known.isEmpty()) {
            decisions.decide(new LogRecord.NodeJoined(
                    register.node(), register.name(), register.pool(), register.memorySlots(), register.spillSlots()));
        }
        Node node = state.findNode(register.node()).orElseThrow();
        openSession(connection, node, known.isEmpty());
    }

    private Optional<Node> twin(NodeMessage.Register register) {
        return state.nodes().values().stream()
                .filter(node -> node.name().equals(register.name()))
                .filter(node -> !node.ref().equals(register.node()) && !node.isDead())
                .filter(node -> node.connection().isPresent() && !node.isSuspect(decisions.nanos()))
                .findFirst();
    }

    private void openSession(long connection, Node node, boolean isNew) {
        if (isNew) {
            assumeLease(node);
        }
        node.connection().ifPresent(decisions::close);
        node.heard(decisions.nanos());
        node.connect(connection, ++sessions);
        decisions.answer(connection, new ControlMessage.Session(state.epoch(), node.session()));
        decisions.note(
                isNew ? "joined" : "rejoined",
                node.name(),
                "%s at %s, %d slots in memory, %d on disk",
                node.pool().text(),
                node.ref().address(),
                node.memorySlots(),
                node.spillSlots());
        List.copyOf(node.blocks()).stream()
                .flatMap(id -> state.findBlock(id).stream())
                .forEach(block -> procedures.emit(block, node.ref()::equals));
        if (node.isDrained()) {
            drains.tellDrained(node);
        }
    }

    void heartbeat(long connection, NodeMessage.Heartbeat beat) {
        Optional<Node> node = state.findNode(beat.node());
        if (node.isEmpty() || node.get().isDead()) {
            decisions.answer(connection, new ControlMessage.Dead(beat.node()));
            return;
        }
        node.get().heard(decisions.nanos());
        grant(connection, node.get(), beat);
        beat.changed().forEach(entry -> hear(node.get(), entry));
    }

    /** The namenode's own table is extended before the grant leaves; after a notice no lease goes beyond the deadline. */
    private void grant(long connection, Node node, NodeMessage.Heartbeat beat) {
        long lease = ProtocolTimes.LEASE_NANOS;
        OptionalLong deadline =
                node.drain().filter(Drain::isHard).map(Drain::deadlineNanos).orElse(OptionalLong.empty());
        if (deadline.isPresent()) {
            lease = Math.min(lease, deadline.getAsLong() - decisions.nanos());
        }
        if (lease > 0) {
            node.leaseUntil(Math.max(node.leaseUntilNanos(), decisions.nanos() + lease + ProtocolTimes.DRIFT_NANOS));
            traceGrant(node, beat.sentAtNanos());
            decisions.answer(connection, new ControlMessage.Lease(beat.sentAtNanos(), lease));
        }
    }

    private void hear(Node node, NodeMessage.Entry entry) {
        state.findBlock(entry.block())
                .filter(block -> block.members().contains(node.ref()))
                .ifPresent(block -> state.heardBytes(block, entry.bytes()));
    }

    /** What nobody needs is dropped. That a block is absent from a report proves nothing. */
    void report(NodeMessage.Report report) {
        state.findNode(report.node()).filter(node -> !node.isDead()).ifPresent(node -> {
            for (NodeMessage.Entry entry : report.entries()) {
                Optional<Block> block = state.findBlock(entry.block());
                if (block.isEmpty() || !block.get().nodes().contains(node.ref())) {
                    decisions.control(node, header -> new ControlMessage.Drop(header, entry.block(), entry.gen()));
                } else {
                    hear(node, entry);
                }
            }
        });
    }

    void notice(NodeMessage.Notice notice) {
        state.findNode(notice.node())
                .filter(node -> !node.isDead())
                .ifPresent(node -> drains.ask(new NamenodeEvent.DrainAsked(
                        node.name(), notice.id(), notice.kind(), OptionalLong.of(notice.deadlineMillis()))));
    }

    void disconnected(long connection) {
        state.nodes().values().stream()
                .filter(node ->
                        node.connection().isPresent() && node.connection().getAsLong() == connection)
                .forEach(Node::disconnect);
    }

    /**
     * Who is silent is dead when its lease is over. But when it was the namenode that stood still, heartbeats may wait in its
     * sockets: everybody gets the time that a restart gives, once until it is heard again.
     */
    void tick(boolean stoodStill) {
        if (stoodStill) {
            state.nodes().values().stream()
                    .filter(node -> !node.isDead() && node.spareOnce())
                    .forEach(this::assumeLeaseAfterAll);
        }
        for (Node node : new ArrayList<>(state.nodes().values())) {
            if (!node.isDead() && decisions.nanos() > node.leaseUntilNanos()) {
                die(node);
            }
        }
        List<NodeRef> dead = state.nodes().values().stream()
                .filter(Node::isDead)
                .filter(node -> node.blocks().isEmpty())
                .map(Node::ref)
                .toList();
        dead.stream().limit(Math.max(0, dead.size() - DEAD_NODES_KEPT)).forEach(state.nodes()::remove);
    }

    private void die(Node node) {
        Optional<Drain> drain = node.drain();
        String cause = node.isDrained()
                ? "it left after its drain"
                : drain.filter(d -> d.isHard()
                                && decisions.nanos() >= d.deadlineNanos().orElseThrow())
                        .map(d -> "its %s of %.1f s ran out".formatted(d.kind(), d.noticeSeconds()))
                        .orElse("it was silent until its lease was over");
        boolean clean = node.isDrained();
        drains.died(node);
        node.connection().ifPresent(decisions::close);
        decisions.trace().log("nn.dead", "node", node.ref(), "until", node.leaseUntilNanos(), "at", decisions.nanos());
        decisions.decide(new LogRecord.NodeDead(node.ref(), cause));
        List.copyOf(node.blocks()).stream()
                .flatMap(id -> state.findBlock(id).stream())
                .forEach(block -> procedures.nodeDied(block, node.ref()));
        drains.ended(node);
        String lost = node.drain()
                .map(d -> "%d bytes in %d blocks lost".formatted(d.bytesLost(), d.blocksLost()))
                .orElse("nothing was on it");
        decisions.note(clean ? "gone" : "dead", node.name(), "%s; %s", cause, lost);
    }
}
