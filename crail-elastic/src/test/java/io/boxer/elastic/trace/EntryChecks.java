// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What happens to the entries of one datanode. */
final class EntryChecks {
    private static final Set<String> ALLOWED = Set.of(
            "NONE IMPORTING",
            "NONE LIVE",
            "IMPORTING READY",
            "READY LIVE",
            "LIVE FROZEN",
            "FROZEN LIVE",
            "LIVE LIVE",
            "FROZEN FROZEN",
            "FROZEN IMPORTING",
            "READY IMPORTING",
            "IMPORTING IMPORTING",
            "LIVE NONE",
            "FROZEN NONE",
            "IMPORTING NONE",
            "READY NONE");

    private record Key(String process, long block) {
        static Key of(Event event) {
            return new Key(event.process(), event.number("b"));
        }
    }

    private record Slot(String process, long number) {}

    private EntryChecks() {}

    /** T3. */
    static List<String> movesAgainstTheRules(List<Event> trace) {
        List<String> wrong = new ArrayList<>();
        Map<Key, String> states = new HashMap<>();
        Map<Key, Long> gens = new HashMap<>();
        for (Event event : trace) {
            if (event.is("dn.entry")) {
                Key key = Key.of(event);
                String before = states.getOrDefault(key, "NONE");
                boolean grows = event.number("g") >= gens.getOrDefault(key, 0L);
                if (!before.equals(event.text("from"))
                        || !ALLOWED.contains(before + " " + event.text("to"))
                        || !grows) {
                    wrong.add("%s: the entry was %s at gen %d".formatted(event, before, gens.getOrDefault(key, 0L)));
                }
                states.put(key, event.text("to"));
                gens.put(key, event.number("g"));
            } else if (isAcknowledged(event)
                    && states.getOrDefault(Key.of(event), "NONE").equals("FROZEN")) {
                wrong.add("%s: the entry is FROZEN".formatted(event));
            }
        }
        return wrong;
    }

    static boolean isAcknowledged(Event event) {
        return event.is("dn.write") && event.text("result").equals("OK");
    }

    /** T7, without pins: all bytes are copied within one call, so nothing holds a slot longer. */
    static List<String> sharedSlots(List<Event> trace) {
        List<String> wrong = new ArrayList<>();
        Map<Slot, Long> blocks = new HashMap<>();
        for (Event event : trace) {
            if (event.is("dn.entry")) {
                long block = event.number("b");
                Slot slot = new Slot(event.process(), event.number("slot"));
                long holder = blocks.getOrDefault(slot, block);
                if (holder != block) {
                    wrong.add("%s: the slot belongs to block %d".formatted(event, holder));
                }
                blocks.entrySet()
                        .removeIf(held -> held.getKey().process().equals(event.process()) && held.getValue() == block);
                if (!event.text("to").equals("NONE")) {
                    blocks.put(slot, block);
                }
            }
        }
        return wrong;
    }

    /** T8. */
    static List<String> unequalCopies(List<Event> trace) {
        List<String> wrong = new ArrayList<>();
        Map<String, List<Event>> frozen = new HashMap<>();
        for (Event event : trace) {
            if (event.is("dn.entry") && event.text("to").equals("FROZEN")) {
                frozen.computeIfAbsent(event.text("b") + " " + event.text("frozenFor"), key -> new ArrayList<>())
                        .add(event);
            } else if (event.is("dn.entry") && event.text("to").equals("READY")) {
                boolean same = frozen.getOrDefault(event.text("b") + " " + event.text("g"), List.of()).stream()
                        .anyMatch(source -> source.text("ranges").equals(event.text("ranges"))
                                && source.text("crc").equals(event.text("crc")));
                if (!same) {
                    wrong.add("%s: no source was frozen for this attempt with these bytes".formatted(event));
                }
            }
        }
        return wrong;
    }
}
