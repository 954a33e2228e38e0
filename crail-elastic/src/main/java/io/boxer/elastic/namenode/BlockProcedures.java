// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.rpc.NodeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The one procedure that changes placements: BEGIN, FREEZE, copy, verify, COMMIT, ACTIVATE, DONE, with ABORT, ROLL and LOST as
 * its other ends (docs/protocol.md, sections 1, 4 and 5). Messages follow from the state alone, so that they can be said again
 * at any time: to a node that has a new session, and by a namenode that was restarted. Confined to the core.
 */
final class BlockProcedures {
    private final NamenodeState state;
    private final Decisions decisions;
    private final BlockListener listener;

    /** Who needs to know how a block fares. */
    interface BlockListener {
        /** The block has a published placement; {@code from}: where it was before, empty for a new block. */
        void opened(Block block, List<NodeRef> from);

        /** The attempt failed; the block goes on where it was. */
        void aborted(Block block);

        /** No node took the new block. */
        void notCreated(Block block);

        void lost(Block block, List<NodeRef> members);
    }

    BlockProcedures(NamenodeState state, Decisions decisions, BlockListener listener) {
        this.state = state;
        this.decisions = decisions;
        this.listener = listener;
    }

    /** @return the new block; empty if no node has room */
    Optional<Block> create(long fd, int index) {
        Optional<Node> target = Placement.forNewBlock(state.nodes().values(), Set.of(), decisions.nanos());
        return target.map(node -> {
            long id = state.freshId();
            decisions.decide(new LogRecord.Create(id, fd, index, 1, List.of(node.ref()), 1));
            return began(id);
        });
    }

    void begin(Block block, Node target) {
        decisions.decide(new LogRecord.Begin(block.id(), block.top() + 1, List.of(target.ref()), block.writerEpoch()));
        began(block.id());
    }

    /** Goes on with what the log says was under way; an attempt has its whole time again. */
    void resume(Block block) {
        if (block.state() == Block.State.MIGRATING) {
            block.attemptBegan(decisions.nanos());
        }
        advance(block);
    }

    private Block began(long id) {
        Block block = state.findBlock(id).orElseThrow();
        block.attemptBegan(decisions.nanos());
        emit(block);
        return block;
    }

    /** Every file of these blocks is gone. */
    void deleted(List<Block> blocks) {
        blocks.forEach(block -> {
            emit(block);
            settle(block);
        });
    }

    void delete(Block block) {
        decisions.decide(new LogRecord.Delete(block.id()));
        deleted(List.of(block));
    }

    /** Applies what a datanode answered; answers for other attempts are ignored. */
    void heard(NodeMessage answer) {
        if (answer instanceof NodeMessage.Activated activated) {
            find(activated.block(), activated.gen()).ifPresent(block -> {
                block.activated().add(activated.node());
                advance(block);
            });
        } else if (answer instanceof NodeMessage.Frozen frozen) {
            find(frozen.block(), frozen.attempt()).ifPresent(block -> {
                block.frozen().put(frozen.node(), new Block.Content(frozen.ranges(), frozen.crc()));
                state.heardBytes(block, (int) frozen.ranges().bytes());
                advance(block);
            });
        } else if (answer instanceof NodeMessage.Ready ready) {
            find(ready.block(), ready.attempt()).ifPresent(block -> {
                block.ready().put(ready.node(), new Block.Content(ready.ranges(), ready.crc()));
                advance(block);
            });
        } else if (answer instanceof NodeMessage.NoSpace none) {
            refused(none.node(), none.block(), none.gen());
        } else if (answer instanceof NodeMessage.Refused refused) {
            refused(refused.node(), refused.block(), refused.attempt());
        } else if (answer instanceof NodeMessage.State now) {
            heardState(now);
        } else if (answer instanceof NodeMessage.Dropped dropped) {
            heardDropped(dropped);
        }
    }

    private Optional<Block> find(long id, int attempt) {
        return state.findBlock(id).filter(block -> block.attempt() == attempt && !block.isFinal());
    }

    private void refused(NodeRef node, long id, int attempt) {
        find(id, attempt).ifPresent(block -> {
            block.refused().add(node);
            advance(block);
        });
    }

    private void heardState(NodeMessage.State now) {
        find(now.block(), now.attempt()).ifPresent(block -> {
            if (now.state() == NodeMessage.EntryState.READY && now.gen() == block.attempt()) {
                block.ready().put(now.node(), new Block.Content(now.ranges(), now.crc()));
            } else {
                block.notReady().add(now.node());
            }
            advance(block);
        });
    }

    private void heardDropped(NodeMessage.Dropped dropped) {
        state.findBlock(dropped.block()).ifPresent(block -> {
            if (block.state() == Block.State.ROLLING && dropped.upTo() == block.attempt()) {
                block.dropped().add(dropped.node());
                advance(block);
            } else if (dropped.upTo() >= block.dropUpTo()) {
                state.forget(block, dropped.node());
            }
        });
    }

    /** A node is dead, durably: what does that mean for a block that it had a part in? */
    void nodeDied(Block block, NodeRef node) {
        state.forget(block, node);
        advance(block);
    }

    /**
     * Gives an attempt up that takes too long; a copy that is ready is worth waiting for, its source may be dying. With all
     * sources dead there is nothing to go back to: the copy is asked how it stands, and decides (rule R9).
     */
    void checkTime(Block block) {
        if (block.state() == Block.State.MIGRATING
                && !allDead(block.members())
                && decisions.nanos() - block.attemptBeganNanos() > ProtocolTimes.ATTEMPT_NANOS) {
            block.newMembers().stream()
                    .filter(ref -> !block.ready().containsKey(ref))
                    .forEach(block.refused()::add);
            advance(block);
        }
    }

    /** Takes every step that is due. */
    void advance(Block block) {
        Block.State before = block.state();
        switch (before) {
            case CREATING -> advanceCreating(block);
            case OPEN -> {
                if (allDead(block.members())) {
                    lose(block);
                }
            }
            case MIGRATING -> advanceMigrating(block);
            case COMMITTED -> advanceCommitted(block);
            case ROLLING -> advanceRolling(block);
            case LOST, DELETED -> settle(block);
        }
        if (block.state() != before && !block.isFinal()) {
            advance(block);
        }
    }

    private void advanceCreating(Block block) {
        if (block.activated().containsAll(block.newMembers())) {
            done(block);
        } else if (block.newMembers().stream()
                .anyMatch(ref -> state.isDead(ref) || block.refused().contains(ref))) {
            Set<NodeRef> tried = block.nodes();
            Optional<Node> other = Placement.forNewBlock(state.nodes().values(), tried, decisions.nanos());
            if (other.isPresent()) {
                decisions.decide(new LogRecord.Create(
                        block.id(),
                        block.fd(),
                        block.index(),
                        block.top() + 1,
                        List.of(other.get().ref()),
                        block.newWriterEpoch()));
                began(block.id());
            } else {
                delete(block);
                listener.notCreated(block);
            }
        }
    }

    private void advanceMigrating(Block block) {
        List<NodeRef> oldAlive = alive(block.members());
        List<NodeRef> newAlive = alive(block.newMembers());
        boolean oldSilent = block.members().stream()
                .allMatch(ref -> state.isDead(ref) || block.frozen().containsKey(ref));
        boolean newReady = !newAlive.isEmpty()
                && newAlive.stream().allMatch(ref -> block.members().contains(ref) || isReady(block, ref));
        if (oldSilent && newReady) {
            decisions.decide(new LogRecord.Commit(block.id(), block.attempt(), newAlive));
            emit(block);
        } else if (oldAlive.isEmpty()) {
            boolean hope = newAlive.stream()
                    .anyMatch(ref -> !block.members().contains(ref)
                            && !block.notReady().contains(ref)
                            && !block.refused().contains(ref));
            if (hope) {
                emit(block);
            } else {
                lose(block);
            }
        } else if (newAlive.isEmpty() || !block.refused().isEmpty()) {
            decisions.decide(new LogRecord.Abort(block.id(), block.attempt(), block.top() + 1));
            block.attemptBegan(decisions.nanos());
            emit(block);
            listener.aborted(block);
        }
    }

    /** A copy is ready only if it equals what its source said when it froze (rule R6). */
    private static boolean isReady(Block block, NodeRef ref) {
        Block.Content copy = block.ready().get(ref);
        return copy != null && block.frozen().values().stream().allMatch(source -> Objects.equals(source, copy));
    }

    private void advanceCommitted(Block block) {
        List<NodeRef> oldAlive = alive(block.members());
        List<NodeRef> newAlive = alive(block.newMembers());
        if (block.activated().containsAll(block.newMembers())) {
            done(block);
        } else if (oldAlive.isEmpty() && newAlive.isEmpty()) {
            lose(block);
        } else if (newAlive.size() < block.newMembers().size() && !oldAlive.isEmpty()) {
            decisions.decide(new LogRecord.Roll(block.id(), block.attempt()));
            emit(block);
        }
    }

    private void advanceRolling(Block block) {
        List<NodeRef> oldAlive = alive(block.members());
        boolean importedGone = block.newMembers().stream()
                .filter(ref -> !block.members().contains(ref))
                .allMatch(ref -> state.isDead(ref) || block.dropped().contains(ref));
        if (oldAlive.isEmpty()) {
            lose(block);
        } else if (importedGone) {
            // a member kept in both configurations may be live at the new gen already: it is the one to go on with
            NodeRef next = oldAlive.stream()
                    .filter(ref -> block.newMembers().contains(ref))
                    .findFirst()
                    .orElse(oldAlive.get(0));
            decisions.decide(new LogRecord.Rolled(block.id(), next, block.top() + 1));
            emit(block);
        }
    }

    private void done(Block block) {
        List<NodeRef> from = block.members();
        decisions.decide(new LogRecord.Done(block.id(), block.attempt()));
        emit(block);
        settle(block);
        listener.opened(block, from);
    }

    private void lose(Block block) {
        List<NodeRef> members = block.members();
        String cause = members.stream()
                .map(ref -> state.findNode(ref)
                        .map(node -> "node %s died: %s".formatted(node.name(), node.deathCause()))
                        .orElse("node " + ref + " is unknown"))
                .findFirst()
                .orElse("no node ever had it");
        decisions.decide(new LogRecord.Lost(block.id(), cause));
        emit(block);
        settle(block);
        listener.lost(block, members);
    }

    /** Nodes that are dead hold nothing: no need to wait for their DROPPED. */
    private void settle(Block block) {
        for (NodeRef ref : new ArrayList<>(block.toDrop())) {
            if (state.isDead(ref)) {
                state.forget(block, ref);
            }
        }
        state.forgetDeleted(block);
    }

    private List<NodeRef> alive(List<NodeRef> refs) {
        return refs.stream().filter(ref -> !state.isDead(ref)).toList();
    }

    private boolean allDead(List<NodeRef> refs) {
        return refs.stream().allMatch(state::isDead);
    }

    private void emit(Block block) {
        emit(block, ref -> true);
    }

    /** Says what the block's state implies, to those nodes whose answer is missing. */
    void emit(Block block, Predicate<NodeRef> to) {
        switch (block.state()) {
            case CREATING -> {
                each(
                        block.newMembers(),
                        to.and(ref -> !block.activated().contains(ref)),
                        (node, header) -> new ControlMessage.New(
                                header, block.id(), block.attempt(), block.newMembers(), block.newWriterEpoch()));
                drop(block, to, block.dropUpTo());
            }
            case MIGRATING -> emitMigrating(block, to);
            case COMMITTED ->
                each(
                        block.newMembers(),
                        to.and(ref -> !block.activated().contains(ref)),
                        (node, header) -> new ControlMessage.Activate(
                                header,
                                block.id(),
                                block.attempt(),
                                block.newMembers(),
                                block.newWriterEpoch(),
                                block.members().contains(node.ref()) ? block.baseGens() : List.of()));
            case ROLLING ->
                each(
                        block.newMembers(),
                        to.and(ref -> !block.members().contains(ref)
                                && !block.dropped().contains(ref)),
                        (node, header) -> new ControlMessage.Drop(header, block.id(), block.attempt()));
            case OPEN -> {
                each(
                        block.toDrop(),
                        to,
                        (node, header) -> new ControlMessage.Moved(
                                header, block.id(), block.members().get(0), block.gen()));
                drop(block, to, block.dropUpTo());
            }
            case LOST, DELETED -> drop(block, to, block.dropUpTo());
        }
    }

    private void emitMigrating(Block block, Predicate<NodeRef> to) {
        boolean sourcesDead = allDead(block.members());
        Predicate<NodeRef> imported =
                ref -> !block.members().contains(ref) && !block.ready().containsKey(ref);
        each(
                block.newMembers(),
                to.and(imported),
                (node, header) -> sourcesDead
                        ? new ControlMessage.Status(header, block.id(), block.attempt())
                        : new ControlMessage.Alloc(header, block.id(), block.attempt(), block.members()));
        each(
                block.members(),
                to.and(ref -> !block.frozen().containsKey(ref)),
                (node, header) -> new ControlMessage.Freeze(header, block.id(), block.gen(), block.attempt()));
    }

    private void drop(Block block, Predicate<NodeRef> to, int upTo) {
        each(block.toDrop(), to, (node, header) -> new ControlMessage.Drop(header, block.id(), upTo));
    }

    private interface Build {
        ControlMessage message(Node node, ControlMessage.Header header);
    }

    private void each(Iterable<NodeRef> refs, Predicate<NodeRef> filter, Build build) {
        for (NodeRef ref : refs) {
            if (filter.test(ref) && !state.isDead(ref)) {
                state.findNode(ref).ifPresent(node -> decisions.control(node, header -> build.message(node, header)));
            }
        }
    }
}
