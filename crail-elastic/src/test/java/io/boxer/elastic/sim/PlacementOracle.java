// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.common.NodeRef;
import io.boxer.elastic.namenode.LogRecord;
import io.boxer.elastic.rpc.NodeMessage.EntryState;
import io.boxer.elastic.sim.Incarnation.View;
import io.boxer.elastic.sim.PlacementModel.Placed;
import io.boxer.elastic.sim.PlacementModel.Stage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Sees all datanodes and the namenode's log at once, and checks after each of their moves what must always hold. */
final class PlacementOracle {
    private final World world;
    final PlacementModel model;
    private final Map<NodeRef, Incarnation> incarnations = new LinkedHashMap<>();

    PlacementOracle(World world) {
        this.world = world;
        this.model = new PlacementModel(world.marks);
    }

    Incarnation began(NodeRef ref, SimProcess process) {
        Incarnation life = new Incarnation(ref, process);
        incarnations.put(ref, life);
        return life;
    }

    Optional<Incarnation> life(NodeRef ref) {
        return Optional.ofNullable(incarnations.get(ref));
    }

    Iterable<Incarnation> lives() {
        return incarnations.values();
    }

    void durable(LogRecord record) {
        Optional<Placed> before = record instanceof LogRecord.Lost lost ? model.find(lost.block()) : Optional.empty();
        before.filter(placed -> placed.stage == Stage.MIGRATING).ifPresent(this::checkNoReadyCopy);
        Optional<Placed> changed = model.durable(record);
        if (record instanceof LogRecord.Done) {
            changed.ifPresent(this::checkNoOlderOwner);
        }
    }

    /** R9: before LOST, a copy that was ready when the last source was declared dead is asked for. */
    private void checkNoReadyCopy(Placed placed) {
        for (NodeRef ref : placed.newMembers) {
            Optional<Incarnation> life = life(ref).filter(it -> !it.isOver() && !model.isDead(ref));
            Optional<View> copy = life.flatMap(it -> it.entry(placed.block))
                    .filter(view -> view.state() == EntryState.READY && view.gen() == placed.attempt);
            long ready = copy.map(View::sinceNanos).orElse(Long.MAX_VALUE);
            Violation.unless(ready > deadSince(placed), "R9", "lost, but %s has a ready copy: %s", life, placed);
        }
    }

    private long deadSince(Placed placed) {
        return placed.members.stream()
                .mapToLong(ref -> world.deaths.getOrDefault(ref, 0L))
                .max()
                .orElse(0);
    }

    /** S6: nobody may acknowledge at an older generation than the published one. */
    private void checkNoOlderOwner(Placed placed) {
        for (Incarnation life : incarnations.values()) {
            life.entry(placed.block)
                    .filter(view -> view.state() == EntryState.LIVE && view.gen() < placed.gen && life.canAck())
                    .ifPresent(view -> {
                        throw new Violation(
                                "S6", "%s is published, but %s is live at gen %d", placed, life, view.gen());
                    });
        }
    }

    /** T10: decided now; a node that can still acknowledge is not dead. */
    void declaredDead(NodeRef ref) {
        world.deaths.put(ref, world.scheduler.now());
        life(ref).filter(life -> !life.isOver()).ifPresent(life -> {
            world.marks.hit(Marks.Mark.DECLARED_DEAD_BUT_ALIVE);
            Violation.unless(!life.canAck(), "T10", "%s is declared dead and could acknowledge a write now", life);
        });
    }

    void entryMoved(Incarnation life, long block, View view) {
        View before = life.entry(block).orElse(new View(EntryState.NONE, 0, 0, -1, "", 0, 0));
        checkNotTakenAway(life, block, before, view);
        if (view.state() == EntryState.NONE) {
            life.entries.remove(block);
            return;
        }
        checkSlot(life, block, view);
        life.entries.put(block, view);
        if (view.state() == EntryState.LIVE) {
            checkOneOwner(block, life);
        } else if (view.state() == EntryState.READY) {
            checkReady(life, block, view);
        }
    }

    /** S3: a promised copy leaves a live node only by DONE or DELETE. */
    private void checkNotTakenAway(Incarnation life, long block, View before, View now) {
        boolean held = before.state() == EntryState.LIVE || before.state() == EntryState.FROZEN;
        boolean holds = now.state() == EntryState.LIVE || now.state() == EntryState.FROZEN;
        if (held && !holds) {
            model.find(block)
                    .filter(placed -> !placed.isFinal() && placed.members.contains(life.ref))
                    .ifPresent(placed -> {
                        throw new Violation("S3", "%s gives up a promised copy: %s", life, placed);
                    });
        }
    }

    /** S5. */
    private void checkSlot(Incarnation life, long block, View view) {
        life.entries.forEach((other, there) -> Violation.unless(
                other == block || there.slot() != view.slot(),
                "S5",
                "%s binds slot %d to block %x and to block %x",
                life,
                view.slot(),
                block,
                other));
    }

    /** S4. */
    private void checkOneOwner(long block, Incarnation owner) {
        if (!owner.canAck()) {
            return;
        }
        for (Incarnation other : incarnations.values()) {
            if (other != owner && other.canAck()) {
                other.entry(block)
                        .filter(view -> view.state() == EntryState.LIVE)
                        .ifPresent(view -> {
                            throw new Violation(
                                    "S4",
                                    "both %s (%s) and %s (%s) can acknowledge writes of %s",
                                    owner,
                                    owner.entry(block),
                                    other,
                                    view,
                                    model.find(block));
                        });
            }
        }
    }

    /** T8: a ready copy equals the source that was frozen for it, as long as a source is there to compare. */
    private void checkReady(Incarnation life, long block, View copy) {
        for (Incarnation other : incarnations.values()) {
            other.entry(block)
                    .filter(view -> view.state() == EntryState.FROZEN && view.frozenFor() == copy.gen())
                    .ifPresent(view -> Violation.unless(
                            view.ranges().equals(copy.ranges()) && view.crc() == copy.crc(),
                            "T8",
                            "%s is ready with %s, its source %s has %s",
                            life,
                            copy,
                            other,
                            view));
        }
    }

    void leased(Incarnation life, long sentAt, long until) {
        life.leased(sentAt, until);
        Violation.unless(
                !model.isDead(life.ref) || !life.canAck(), "T10", "%s is dead and has a lease until %d", life, until);
        life.entries.forEach((block, view) -> {
            if (view.state() == EntryState.LIVE) {
                checkOneOwner(block, life);
            }
        });
    }

    /** S7 and T5: what may be acknowledged, is acknowledged where clients were told to go, and never after LOST. */
    void acknowledged(Incarnation life, long block, int gen) {
        Placed placed = model.find(block).orElseThrow(() -> new Violation("T5", "block %x has no record", block));
        Violation.unless(life.canAck(), "T5", "%s acknowledges a write without a lease: %s", life, placed);
        Violation.unless(placed.stage != Stage.LOST, "S7", "%s acknowledges a write after LOST: %s", life, placed);
        Violation.unless(!model.isDead(life.ref), "S7", "%s is dead and acknowledges a write: %s", life, placed);
        Violation.unless(
                placed.isFinal() || (placed.gen == gen && placed.members.contains(life.ref)),
                "S4",
                "%s acknowledges a write at gen %d: %s",
                life,
                gen,
                placed);
    }

    /** T9. */
    void named(long block, NodeRef node, int gen) {
        Violation.unless(
                model.wasPublished(block, node, gen),
                "T9",
                "block %x is said to be on %s at gen %d: %s",
                block,
                node,
                gen,
                model.find(block));
    }
}
