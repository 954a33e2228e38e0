// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.BoxerException;
import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.ControlMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Empties nodes that have to go: which block next, to which node, and what does not fit. Confined to the core. */
final class Drains {
    /** Attempts under way from one node: enough to keep a network card busy with blocks of 1 MiB, few enough to freeze briefly. */
    private static final int ATTEMPTS_FROM_A_NODE = 8;

    private static final int DRAINS_KEPT = 1000;

    private final NamenodeState state;
    private final Decisions decisions;
    private final BlockProcedures procedures;
    private final Map<String, Drain> byId = new LinkedHashMap<>();

    Drains(NamenodeState state, Decisions decisions, BlockProcedures procedures) {
        this.state = state;
        this.decisions = decisions;
        this.procedures = procedures;
    }

    List<Drain> all() {
        return new ArrayList<>(byId.values());
    }

    Optional<Drain> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The same notice twice has no second effect. */
    void ask(NamenodeEvent.DrainAsked asked) {
        if (!byId.containsKey(asked.id())) {
            Node node = byName(asked.node());
            long deadline = asked.deadlineMillis().isPresent()
                    ? decisions.epochMillis() + asked.deadlineMillis().getAsLong()
                    : 0;
            decisions.decide(new LogRecord.DrainBegun(node.ref(), asked.id(), asked.kind(), deadline));
            begin(node, asked.id(), asked.kind(), nanosOf(asked.deadlineMillis()));
        }
    }

    private OptionalLong nanosOf(OptionalLong millis) {
        return millis.isPresent()
                ? OptionalLong.of(decisions.nanos() + millis.getAsLong() * 1_000_000)
                : OptionalLong.empty();
    }

    private void begin(Node node, String id, String kind, OptionalLong deadlineNanos) {
        node.drain().ifPresent(older -> older.end(Drain.State.OVERTAKEN, decisions.nanos()));
        Drain drain = new Drain(
                id, node, kind, deadlineNanos, decisions.nanos(), here(node).size());
        remember(drain);
        node.drain(drain);
        decisions.note(
                "drain-begun",
                node.name(),
                "%s: %d bytes in %d blocks, %.1f s",
                kind,
                drain.bytesAtNotice(),
                drain.blocksAtNotice(),
                drain.noticeSeconds());
        pump(node);
    }

    /** The ids of those that are over make a repeated notice harmless; it does not come after so many others. */
    private void remember(Drain drain) {
        byId.put(drain.id(), drain);
        if (byId.size() > DRAINS_KEPT) {
            byId.values().stream()
                    .filter(older -> older.state() != Drain.State.RUNNING && older != drain)
                    .findFirst()
                    .ifPresent(older -> byId.remove(older.id()));
        }
    }

    /** Goes on with what the log says was begun. */
    void resume() {
        for (LogRecord.DrainBegun begun : List.copyOf(state.drainsToResume())) {
            state.findNode(begun.node()).filter(node -> !node.isDead()).ifPresent(node -> {
                OptionalLong left = begun.deadlineEpochMillis() == 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(Math.max(0, begun.deadlineEpochMillis() - decisions.epochMillis()));
                begin(node, begun.id(), begun.kind(), nanosOf(left));
            });
        }
    }

    /** A node went without a word. What it held is accounted like a drain for which there was no time. */
    void died(Node node) {
        if (node.drain().isEmpty() && !node.isDrained()) {
            String id = "kill-" + node.ref().incarnation();
            Drain drain = new Drain(
                    id,
                    node,
                    "kill",
                    OptionalLong.empty(),
                    decisions.nanos(),
                    here(node).size());
            remember(drain);
            node.drain(drain);
        }
    }

    void ended(Node node) {
        node.drain().ifPresent(drain -> drain.end(Drain.State.OVERTAKEN, decisions.nanos()));
    }

    void moved(Block block, NodeRef from) {
        state.findNode(from).ifPresent(source -> {
            source.drain()
                    .ifPresent(drain -> drain.moved(
                            state.findNode(block.members().get(0))
                                    .map(Node::name)
                                    .orElse("?"),
                            block.bytes()));
            pump(source);
        });
    }

    void lost(Block block, NodeRef member) {
        state.findNode(member).flatMap(Node::drain).ifPresent(drain -> drain.lost(block.bytes()));
    }

    void tick() {
        state.nodes().values().forEach(this::pump);
    }

    private void pump(Node node) {
        Optional<Drain> drain = node.drain().filter(d -> d.state() == Drain.State.RUNNING && !node.isDead());
        if (drain.isEmpty()) {
            return;
        }
        List<Block> here = here(node);
        if (here.isEmpty()) {
            finish(node, drain.get());
            return;
        }
        warn(node, drain.get(), here);
        long underWay =
                here.stream().filter(block -> block.state() != Block.State.OPEN).count();
        for (Block block : DrainOrder.order(here, drain.get(), decisions.nanos())) {
            if (underWay >= ATTEMPTS_FROM_A_NODE) {
                return;
            }
            Optional<Node> target =
                    Placement.forMove(state.nodes().values(), node, Set.of(node.ref()), decisions.nanos());
            if (target.isEmpty()) {
                return;
            }
            procedures.begin(block, target.get());
            underWay++;
        }
    }

    /** @return blocks whose promised copy is here, or that may still come here */
    private List<Block> here(Node node) {
        return node.blocks().stream()
                .flatMap(id -> state.findBlock(id).stream())
                .filter(block -> !block.isFinal())
                .filter(block -> block.members().contains(node.ref())
                        || block.newMembers().contains(node.ref()))
                .toList();
    }

    private void finish(Node node, Drain drain) {
        node.drained(true);
        drain.end(Drain.State.DONE, decisions.nanos());
        decisions.note(
                "drained",
                node.name(),
                "%d bytes in %d blocks moved, %d bytes in %d blocks lost, %.2f s of %.1f s",
                drain.bytesMoved(),
                drain.blocksMoved(),
                drain.bytesLost(),
                drain.blocksLost(),
                drain.seconds(decisions.nanos()),
                drain.noticeSeconds());
        tellDrained(node);
    }

    void tellDrained(Node node) {
        node.connection().ifPresent(connection -> decisions.answer(connection, new ControlMessage.Drained(node.ref())));
    }

    /** Says what will not fit before the node is gone. */
    private void warn(Node node, Drain drain, List<Block> here) {
        List<Block> tooMuch = DrainOrder.willNotFit(here, drain, decisions.nanos());
        if (!tooMuch.isEmpty() && drain.warnOnce()) {
            String files = tooMuch.stream()
                    .map(block ->
                            state.namespace().find(block.fd()).map(Inode::path).orElse("?"))
                    .distinct()
                    .limit(20)
                    .reduce((a, b) -> a + ", " + b)
                    .orElse("");
            decisions.note(
                    "will-be-lost",
                    node.name(),
                    "%d blocks, %d bytes will not fit before the deadline: %s",
                    tooMuch.size(),
                    tooMuch.stream().mapToLong(Block::bytes).sum(),
                    files);
        }
    }

    /** @return the newest incarnation under this name */
    Node byName(String name) {
        return state.nodes().values().stream()
                .filter(node -> node.name().equals(name) && !node.isDead())
                .max(Comparator.comparing(node -> node.connection().isPresent()))
                .orElseThrow(
                        () -> BoxerException.user("node=%s is not in the cluster; live nodes: %s", name, liveNames()));
    }

    private List<String> liveNames() {
        return state.nodes().values().stream()
                .filter(node -> !node.isDead())
                .map(Node::name)
                .toList();
    }
}
