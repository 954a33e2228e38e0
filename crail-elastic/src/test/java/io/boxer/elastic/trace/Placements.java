// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the records of one namenode say, replayed by the rules of docs/protocol.md, section 5, not by the product's code. */
final class Placements {
    /** Of a block. */
    enum State {
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
        final long file;
        State state = State.CREATING;
        int gen;
        List<String> members = List.of();
        int attempt;
        List<String> newMembers = List.of();
        int top;
        int writerEpoch;
        int newWriterEpoch;

        /** Places that DONE has published, by their gen. */
        final Map<Integer, String> published = new HashMap<>();

        /** Epochs of writers, by gen. */
        final Map<Integer, Integer> epochs = new HashMap<>();

        Placed(long file) {
            this.file = file;
        }

        boolean isFinal() {
            return state == State.LOST || state == State.DELETED;
        }

        private void begin(State next, int number, List<String> to, int epoch) {
            state = next;
            attempt = number;
            newMembers = to;
            newWriterEpoch = epoch;
            top = Math.max(top, number);
            epochs.put(number, epoch);
        }
    }

    final Map<Long, Placed> blocks = new LinkedHashMap<>();
    final Set<String> dead = new HashSet<>();
    private final Map<Long, Long> parents = new HashMap<>();

    Optional<Placed> find(long block) {
        return Optional.ofNullable(blocks.get(block));
    }

    /** @return what is wrong with this record after those before it; empty if nothing */
    List<String> apply(Event record) {
        List<String> wrong = new ArrayList<>();
        switch (record.text("kind")) {
            case "NodeDead" -> dead.add(record.text("node"));
            case "FileCreated", "FileRenamed" -> parents.put(record.number("fd"), record.number("parent"));
            case "FileRemoved" ->
                blocks.values().stream()
                        .filter(placed -> isBelow(placed.file, record.number("fd")))
                        .forEach(placed -> placed.state = State.DELETED);
            case "Create" -> create(record, wrong);
            case "Begin", "Commit", "Done", "Abort", "Roll", "Rolled", "Lost", "Delete" -> change(record, wrong);
            default -> {
                // of no block
            }
        }
        return wrong;
    }

    private boolean isBelow(long file, long ancestor) {
        Long at = file;
        while (at != null && at != ancestor) {
            at = parents.get(at);
        }
        return at != null;
    }

    private void create(Event record, List<String> wrong) {
        Placed placed = blocks.computeIfAbsent(record.number("b"), id -> new Placed(record.number("fd")));
        need(placed.state == State.CREATING, record, placed, wrong);
        int gen = (int) record.number("g");
        need(gen > placed.top, record, placed, wrong);
        placed.begin(State.CREATING, gen, record.list("members"), (int) record.number("writerEpoch"));
    }

    private void change(Event record, List<String> wrong) {
        Optional<Placed> known = find(record.number("b"));
        if (known.isEmpty()) {
            wrong.add("%s: there is no such block".formatted(record));
            return;
        }
        Placed placed = known.get();
        State before = placed.state;
        if (record.has("a") && !record.text("kind").equals("Begin")) {
            need(record.number("a") == placed.attempt, record, placed, wrong);
        }
        switch (record.text("kind")) {
            case "Begin" -> {
                need(before == State.OPEN && record.number("a") > placed.top, record, placed, wrong);
                placed.begin(State.MIGRATING, (int) record.number("a"), record.list("newMembers"), (int)
                        record.number("newWriterEpoch"));
            }
            case "Commit" -> {
                List<String> left = record.list("membersLeft");
                need(before == State.MIGRATING && placed.newMembers.containsAll(left), record, placed, wrong);
                placed.state = State.COMMITTED;
                placed.newMembers = left;
            }
            case "Done" -> {
                need(before == State.CREATING || before == State.COMMITTED, record, placed, wrong);
                done(placed);
            }
            case "Abort" -> {
                need(before == State.MIGRATING && record.number("freshGen") > placed.top, record, placed, wrong);
                List<String> left = new ArrayList<>(placed.members);
                left.removeAll(dead);
                placed.begin(State.COMMITTED, (int) record.number("freshGen"), left, placed.writerEpoch);
            }
            case "Roll" -> {
                need(before == State.COMMITTED, record, placed, wrong);
                placed.state = State.ROLLING;
            }
            case "Rolled" -> {
                need(before == State.ROLLING && record.number("freshGen") > placed.top, record, placed, wrong);
                placed.members = List.of(record.text("member"));
                placed.begin(State.COMMITTED, (int) record.number("freshGen"), placed.members, placed.writerEpoch);
            }
            case "Lost" -> {
                need(!placed.isFinal(), record, placed, wrong);
                placed.state = State.LOST;
            }
            default -> {
                need(!placed.isFinal(), record, placed, wrong);
                placed.state = State.DELETED;
            }
        }
    }

    private static void done(Placed placed) {
        placed.state = State.OPEN;
        placed.gen = placed.attempt;
        placed.members = placed.newMembers;
        placed.writerEpoch = placed.newWriterEpoch;
        placed.newMembers = List.of();
        placed.published.put(placed.gen, placed.members.get(0));
    }

    private static void need(boolean right, Event record, Placed placed, List<String> wrong) {
        if (!right) {
            wrong.add("%s: the block is %s, gen=%d attempt=%d top=%d"
                    .formatted(record, placed.state, placed.gen, placed.attempt, placed.top));
        }
    }
}
