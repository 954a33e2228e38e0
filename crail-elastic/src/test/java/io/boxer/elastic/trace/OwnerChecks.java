// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may acknowledge writes of a block. */
final class OwnerChecks {
    /** While a node may acknowledge. */
    private record Window(String process, long from, long to) {
        boolean overlaps(Window other) {
            return !process.equals(other.process) && from < other.to && other.from < to;
        }
    }

    private OwnerChecks() {}

    /** T4: the windows in which two nodes are live and have a lease do not overlap. */
    static List<String> twoOwners(List<Event> trace) {
        Map<String, List<Window>> leases = leases(trace);
        Map<Long, Map<String, Long>> liveSince = new HashMap<>();
        Map<Long, List<Window>> owners = new HashMap<>();
        for (Event event : trace) {
            if (event.is("dn.entry")) {
                Map<String, Long> since = liveSince.computeIfAbsent(event.number("b"), key -> new HashMap<>());
                Long from = since.remove(event.process());
                if (from != null) {
                    add(owners, event.number("b"), leases, new Window(event.process(), from, event.nanos()));
                }
                if (event.text("to").equals("LIVE")) {
                    since.put(event.process(), event.nanos());
                }
            }
        }
        liveSince.forEach((block, since) -> since.forEach(
                (process, from) -> add(owners, block, leases, new Window(process, from, Long.MAX_VALUE))));
        List<String> wrong = new ArrayList<>();
        owners.forEach((block, windows) -> windows.forEach(one -> windows.stream()
                .filter(other -> one.process().compareTo(other.process()) < 0 && one.overlaps(other))
                .forEach(other -> wrong.add("block %d: %s and %s".formatted(block, one, other)))));
        return wrong;
    }

    private static void add(Map<Long, List<Window>> owners, long block, Map<String, List<Window>> leases, Window live) {
        List<Window> list = owners.computeIfAbsent(block, key -> new ArrayList<>());
        for (Window lease : leases.getOrDefault(live.process(), List.of())) {
            long from = Math.max(live.from(), lease.from());
            long to = Math.min(live.to(), lease.to());
            if (from < to) {
                list.add(new Window(live.process(), from, to));
            }
        }
    }

    /** Of several grants the youngest counts, also where it ends earlier. */
    private static Map<String, List<Window>> leases(List<Event> trace) {
        Map<String, List<Window>> leases = new HashMap<>();
        for (Event event : trace) {
            if (event.is("dn.lease")) {
                List<Window> mine = leases.computeIfAbsent(event.process(), key -> new ArrayList<>());
                long now = event.nanos();
                Window last = mine.isEmpty() ? new Window(event.process(), now, now) : mine.remove(mine.size() - 1);
                boolean goesOn = last.to() >= now && !event.flag("givenUp");
                if (goesOn) {
                    mine.add(new Window(event.process(), last.from(), event.number("until")));
                } else {
                    mine.add(new Window(event.process(), last.from(), Math.min(last.to(), now)));
                    if (!event.flag("givenUp")) {
                        mine.add(new Window(event.process(), now, event.number("until")));
                    }
                }
            }
        }
        return leases;
    }

    /** T5. */
    static List<String> writesWithoutRight(List<Event> trace) {
        List<String> wrong = new ArrayList<>();
        Map<String, Event> entries = new HashMap<>();
        Map<String, Placements> logs = new HashMap<>();
        Map<String, Integer> epochs = new HashMap<>();
        Set<Long> lost = new HashSet<>();
        for (Event event : trace) {
            if (event.is("nn.record")) {
                Placements log = logs.computeIfAbsent(event.process(), key -> new Placements());
                log.apply(event);
                if (event.is("nn.record", "Lost")) {
                    lost.add(event.number("b"));
                } else if (event.has("b")) {
                    log.find(event.number("b"))
                            .ifPresent(block -> block.epochs.forEach(
                                    (gen, epoch) -> epochs.put(event.text("b") + " " + gen, epoch)));
                }
            } else if (event.is("dn.entry")) {
                entries.put(event.process() + " " + event.text("b"), event);
            } else if (EntryChecks.isAcknowledged(event)) {
                Event entry = entries.get(event.process() + " " + event.text("b"));
                int epoch = epochs.getOrDefault(event.text("b") + " " + event.text("g"), -1);
                if (entry == null
                        || !entry.text("to").equals("LIVE")
                        || !entry.text("g").equals(event.text("g"))
                        || !event.process().endsWith("#" + Long.toUnsignedString(event.number("incarnation"), 36))
                        || epoch != event.number("writerEpoch")
                        || event.number("leaseLeftNs") <= 0
                        || lost.contains(event.number("b"))) {
                    wrong.add("%s at %s, epoch %d, lost %s"
                            .formatted(event, entry, epoch, lost.contains(event.number("b"))));
                }
            }
        }
        return wrong;
    }
}
