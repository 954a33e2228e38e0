// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.BlockLocation;
import io.boxer.elastic.rpc.NodeMessage.EntryState;
import io.boxer.elastic.sim.PlacementModel.Placed;
import io.boxer.elastic.sim.PlacementModel.Stage;
import java.util.Optional;

/** At rest: every attempt has an end, nodes hold what the namenode says and nothing else (T14), every acknowledged byte is there. */
final class LastLook {
    private final World world;
    private int reads;

    LastLook(World world) {
        this.world = world;
    }

    void check() {
        world.placements.model.all().forEach(this::check);
        world.placements.lives().forEach(this::checkNothingElse);
        readAll();
    }

    private void check(Placed placed) {
        Violation.unless(placed.isFinal() || placed.stage == Stage.OPEN, "L1", "an attempt has no end: %s", placed);
        if (placed.stage == Stage.OPEN) {
            NodeRef owner = placed.members.get(0);
            Optional<Incarnation.View> held = world.placements.life(owner).flatMap(life -> life.entry(placed.block));
            Violation.unless(
                    held.filter(view -> view.state() == EntryState.LIVE && view.gen() == placed.gen)
                            .isPresent(),
                    "T14",
                    "%s, but there is %s",
                    placed,
                    held);
        }
    }

    private void checkNothingElse(Incarnation life) {
        life.entries.forEach((block, view) -> {
            Optional<Placed> placed = world.placements.model.find(block);
            Violation.unless(
                    placed.filter(it -> it.stage == Stage.OPEN && it.members.contains(life.ref))
                            .isPresent(),
                    "T14",
                    "%s keeps %s of %s",
                    life,
                    view,
                    placed);
        });
    }

    /** Reads every line of every file that is left; a line that was acknowledged must come, the others may. */
    private void readAll() {
        SimClient reader = world.clients.get(0);
        for (SimFile file : world.files()) {
            if (file.canBeRead()) {
                for (BlockLocation block : file.writersBlocks) {
                    for (int line = 0; line < SimFile.LINES_IN_BLOCK; line++) {
                        reads++;
                        int from = line * Payload.LINE_BYTES;
                        reader.reading().read(file, block, from, Payload.LINE_BYTES, () -> reads--);
                    }
                }
            }
        }
        long latest = world.scheduler.now() + World.DEADLINE_NANOS + 1_000_000_000L;
        while (reads > 0 && world.scheduler.now() < latest) {
            world.scheduler.runUntil(world.scheduler.now() + 20_000_000L);
        }
        Violation.unless(reads == 0, "L2", "%d of the last reads did not end", reads);
    }
}
