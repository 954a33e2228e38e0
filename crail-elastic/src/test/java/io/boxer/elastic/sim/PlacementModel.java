// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.common.NodeRef;
import io.boxer.elastic.namenode.LogRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the durable records say of each block, worked out apart from the namenode's own state; and whether they may follow on
 * each other (docs/protocol.md, sections 4, 5 and 9: T2, S7, S8).
 */
final class PlacementModel {
    /** A block's state, with the words of the protocol. */
    enum Stage {
        CREATING,
        OPEN,
        MIGRATING,
        COMMITTED,
        ROLLING,
        LOST,
        DELETED
    }

    /** One block. */
    static final class Placed {
        final long block;
        final long fd;
        final int index;
        Stage stage = Stage.CREATING;
        int gen;
        int top;
        int attempt;
        List<NodeRef> members = List.of();
        List<NodeRef> newMembers = List.of();

        Placed(long block, long fd, int index) {
            this.block = block;
            this.fd = fd;
            this.index = index;
        }

        boolean isFinal() {
            return stage == Stage.LOST || stage == Stage.DELETED;
        }

        @Override
        public String toString() {
            return "block %x %s gen=%d on %s, attempt=%d to %s, top=%d"
                    .formatted(block, stage, gen, members, attempt, newMembers, top);
        }
    }

    /** A placement that clients may have been told. */
    record Published(long block, NodeRef node, int gen) {}

    private final Map<Long, Placed> blocks = new LinkedHashMap<>();
    private final Set<NodeRef> dead = new LinkedHashSet<>();
    private final Set<Published> published = new HashSet<>();
    private final Marks marks;

    PlacementModel(Marks marks) {
        this.marks = marks;
    }

    Optional<Placed> find(long block) {
        return Optional.ofNullable(blocks.get(block));
    }

    List<Placed> all() {
        return List.copyOf(blocks.values());
    }

    boolean isDead(NodeRef node) {
        return dead.contains(node);
    }

    boolean wasPublished(long block, NodeRef node, int gen) {
        return published.contains(new Published(block, node, gen));
    }

    /** @return the block that the record changed, if it is about one */
    Optional<Placed> durable(LogRecord record) {
        if (record instanceof LogRecord.NodeDead gone) {
            dead.add(gone.node());
        } else if (record instanceof LogRecord.FileRemoved removed) {
            blocks.values().stream()
                    .filter(placed -> placed.fd == removed.fd() && !placed.isFinal())
                    .forEach(this::delete);
        } else if (record instanceof LogRecord.Create create) {
            return Optional.of(create(create));
        } else if (record instanceof LogRecord.Begin begin) {
            Placed placed = expect(begin.block(), record, Stage.OPEN);
            grow(placed, begin.attempt());
            to(placed, Stage.MIGRATING, begin.attempt(), begin.newMembers());
            return Optional.of(placed);
        } else if (record instanceof LogRecord.Commit commit) {
            return Optional.of(commit(commit));
        } else if (record instanceof LogRecord.Done done) {
            return Optional.of(done(done));
        } else if (record instanceof LogRecord.Abort abort) {
            return Optional.of(abort(abort));
        } else if (record instanceof LogRecord.Roll roll) {
            return Optional.of(roll(roll));
        } else if (record instanceof LogRecord.Rolled rolled) {
            return Optional.of(rolled(rolled));
        } else if (record instanceof LogRecord.Lost lost) {
            return Optional.of(lose(lost));
        } else if (record instanceof LogRecord.Delete delete) {
            Placed placed = expect(delete.block(), record, Stage.values());
            delete(placed);
            return Optional.of(placed);
        }
        return Optional.empty();
    }

    private Placed create(LogRecord.Create create) {
        Placed placed = blocks.computeIfAbsent(create.block(), id -> new Placed(id, create.fd(), create.index()));
        Violation.unless(placed.stage == Stage.CREATING, "T2", "%s, but %s", create, placed);
        grow(placed, create.gen());
        to(placed, Stage.CREATING, create.gen(), create.members());
        return placed;
    }

    private Placed commit(LogRecord.Commit commit) {
        Placed placed = expect(commit.block(), commit, Stage.MIGRATING);
        Violation.unless(
                commit.attempt() == placed.attempt
                        && !commit.membersLeft().isEmpty()
                        && placed.newMembers.containsAll(commit.membersLeft()),
                "T2",
                "%s, but %s",
                commit,
                placed);
        if (placed.members.stream().allMatch(dead::contains)) {
            marks.hit(Marks.Mark.READY_OUTLIVES_SOURCE);
        }
        to(placed, Stage.COMMITTED, commit.attempt(), commit.membersLeft());
        return placed;
    }

    private Placed done(LogRecord.Done done) {
        Placed placed = expect(done.block(), done, Stage.CREATING, Stage.COMMITTED);
        Violation.unless(done.attempt() == placed.attempt, "T2", "%s, but %s", done, placed);
        Violation.unless(done.attempt() > placed.gen, "S7", "%s is no new gen: %s", done, placed);
        placed.gen = done.attempt();
        placed.members = placed.newMembers;
        placed.newMembers = List.of();
        placed.attempt = 0;
        placed.stage = Stage.OPEN;
        published.add(new Published(placed.block, placed.members.get(0), placed.gen));
        return placed;
    }

    private Placed abort(LogRecord.Abort abort) {
        Placed placed = expect(abort.block(), abort, Stage.MIGRATING);
        marks.hit(Marks.Mark.ABORT);
        if (placed.newMembers.stream().anyMatch(dead::contains)) {
            marks.hit(Marks.Mark.DEAD_TARGET);
        }
        grow(placed, abort.freshGen());
        List<NodeRef> left = new ArrayList<>(placed.members);
        left.removeAll(dead);
        to(placed, Stage.COMMITTED, abort.freshGen(), left);
        return placed;
    }

    private Placed roll(LogRecord.Roll roll) {
        Placed placed = expect(roll.block(), roll, Stage.COMMITTED);
        marks.hit(Marks.Mark.ROLL);
        placed.stage = Stage.ROLLING;
        return placed;
    }

    private Placed rolled(LogRecord.Rolled rolled) {
        Placed placed = expect(rolled.block(), rolled, Stage.ROLLING);
        marks.hit(Marks.Mark.ROLLED);
        Violation.unless(placed.members.contains(rolled.member()), "T2", "%s, but %s", rolled, placed);
        grow(placed, rolled.freshGen());
        placed.members = List.of(rolled.member());
        to(placed, Stage.COMMITTED, rolled.freshGen(), placed.members);
        return placed;
    }

    private Placed lose(LogRecord.Lost lost) {
        Placed placed =
                expect(lost.block(), lost, Stage.CREATING, Stage.OPEN, Stage.MIGRATING, Stage.COMMITTED, Stage.ROLLING);
        Violation.unless(
                dead.containsAll(placed.members) && !placed.members.isEmpty(),
                "S8",
                "lost (%s) with a promised copy alive: %s, dead are %s",
                lost.cause(),
                placed,
                dead);
        Violation.unless(
                placed.stage != Stage.COMMITTED || dead.containsAll(placed.newMembers),
                "S8",
                "lost (%s) with a committed copy alive: %s",
                lost.cause(),
                placed);
        marks.hit(Marks.Mark.LOST);
        if (placed.stage == Stage.MIGRATING) {
            marks.hit(Marks.Mark.DEAD_SOURCE_BEFORE_READY);
        }
        placed.stage = Stage.LOST;
        return placed;
    }

    private void delete(Placed placed) {
        if (placed.stage == Stage.MIGRATING || placed.stage == Stage.COMMITTED || placed.stage == Stage.ROLLING) {
            marks.hit(Marks.Mark.DELETED_WHILE_MOVING);
        }
        placed.stage = Stage.DELETED;
    }

    private Placed expect(long block, LogRecord record, Stage... stages) {
        Placed placed = find(block).orElseThrow(() -> new Violation("T2", "%s of an unknown block", record));
        Violation.unless(List.of(stages).contains(placed.stage), "T2", "%s, but %s", record, placed);
        return placed;
    }

    private static void grow(Placed placed, int gen) {
        Violation.unless(gen > placed.top, "S7", "gen %d is not fresh: %s", gen, placed);
        placed.top = gen;
    }

    private static void to(Placed placed, Stage stage, int attempt, List<NodeRef> members) {
        placed.stage = stage;
        placed.attempt = attempt;
        placed.newMembers = members;
    }
}
