// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deaths, losses, and how all ends. */
final class DeathChecks {
    private DeathChecks() {}

    /** T10. */
    static List<String> deadOrLostTooEarly(List<Event> trace) {
        List<String> wrong = new ArrayList<>();
        Map<String, Event> died = new HashMap<>();
        trace.stream().filter(event -> event.is("nn.dead")).forEach(event -> died.put(event.text("node"), event));
        Map<String, Placements> logs = new HashMap<>();
        for (Event event : trace) {
            Event death = died.get(event.process());
            if (event.is("dn.lease") && death != null && event.number("until") >= death.nanos()) {
                wrong.add("%s, but %s".formatted(event, death));
            } else if (event.is("nn.record")) {
                Placements log = logs.computeIfAbsent(event.process(), key -> new Placements());
                List<String> promised = event.is("nn.record", "Lost")
                        ? log.find(event.number("b")).map(DeathChecks::promised).orElse(List.of())
                        : List.of();
                if (!log.dead.containsAll(promised)) {
                    wrong.add("%s: of %s only %s are dead".formatted(event, promised, log.dead));
                }
                log.apply(event);
            }
        }
        return wrong;
    }

    private static List<String> promised(Placements.Placed block) {
        List<String> all = new ArrayList<>(block.members);
        if (block.state == Placements.State.COMMITTED) {
            all.addAll(block.newMembers);
        }
        return all;
    }

    /** T14, for one copy: what the entries of living nodes are in the end is what the newest namenode published. */
    static List<String> endsInDisagreement(List<Event> trace) {
        Map<String, Placements> logs = new HashMap<>();
        Map<String, Map<Long, Event>> nodes = new HashMap<>();
        Placements end = new Placements();
        for (Event event : trace) {
            if (event.is("nn.record")) {
                end = logs.computeIfAbsent(event.process(), key -> new Placements());
                end.apply(event);
            } else if (event.is("dn.entry")) {
                nodes.computeIfAbsent(event.process(), key -> new HashMap<>()).put(event.number("b"), event);
            }
        }
        List<String> wrong = new ArrayList<>();
        nodes.keySet().removeAll(end.dead);
        end.blocks.forEach((block, placed) -> checkPlaced(block, placed, nodes, wrong));
        for (Map<Long, Event> entries : nodes.values()) {
            for (Event entry : entries.values()) {
                if (!entry.text("to").equals("NONE") && !isPlace(end.find(entry.number("b")), entry)) {
                    wrong.add("%s: the namenode does not know it".formatted(entry));
                }
            }
        }
        return wrong;
    }

    private static void checkPlaced(
            long block, Placements.Placed placed, Map<String, Map<Long, Event>> nodes, List<String> wrong) {
        if (placed.isFinal()) {
            return;
        }
        Optional<Event> entry = placed.members.stream()
                .findFirst()
                .map(node -> nodes.getOrDefault(node, Map.of()).get(block));
        if (entry.filter(last -> isPlace(Optional.of(placed), last)).isEmpty()) {
            wrong.add("block %d is %s at gen %d on %s, whose entry is %s"
                    .formatted(block, placed.state, placed.gen, placed.members, entry));
        }
    }

    private static boolean isPlace(Optional<Placements.Placed> placed, Event entry) {
        return placed.filter(place -> place.state == Placements.State.OPEN)
                .filter(place -> place.members.contains(entry.process()) && entry.number("g") == place.gen)
                .filter(place -> entry.text("to").equals("LIVE"))
                .isPresent();
    }
}
