// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import io.boxer.spot.market.Trace.Change;
import io.boxer.spot.market.Trace.Event;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * An invented fleet in the formats of the real traces, for whoever has none at hand. Each minute a node leaves with a fixed chance, often
 * several at once as in real traces, and missing nodes come back one or two a minute. The same seed gives the same trace. Immutable.
 *
 * @param nodes size the fleet tries to have
 * @param length of the trace, in whole minutes
 */
public record SyntheticTrace(long seed, int nodes, Duration length) {
    private static final double CHANCE_OF_LOSS = 0.15;
    private static final LocalDateTime START = LocalDateTime.of(2024, 1, 1, 0, 0);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd, HH:mm:ss", Locale.ROOT);

    public Trace trace() {
        Random random = new Random(seed);
        List<Event> events = new ArrayList<>();
        List<String> alive = new ArrayList<>();
        int named = 0;
        for (int minute = 0; minute < length.toMinutes(); minute++) {
            Duration at = Duration.ofMinutes(minute);
            int losses = minute > 0 && random.nextDouble() < CHANCE_OF_LOSS ? 1 + random.nextInt(3) : 0;
            for (int i = 0; i < losses && alive.size() > 1; i++) {
                events.add(new Event(at, Change.REMOVE, alive.remove(random.nextInt(alive.size()))));
            }
            int joins = minute == 0 ? nodes : Math.min(nodes - alive.size(), random.nextInt(3));
            for (int i = 0; i < joins; i++) {
                alive.add("node" + ++named);
                events.add(new Event(at, Change.ADD, "node" + named));
            }
        }
        return new Trace(events);
    }

    /** {@code time_ms,add|remove,node} */
    public List<String> asEvents() {
        return trace().events().stream()
                .map(event -> event.at().toMillis() + "," + word(event) + "," + event.node())
                .toList();
    }

    /** One JSON array for each minute that adds, each that removes, and each in which nothing happens. */
    public List<String> asSegments() {
        Map<Long, List<Event>> byMinute = new LinkedHashMap<>();
        for (long minute = 0; minute < length.toMinutes(); minute++) {
            byMinute.put(minute, new ArrayList<>());
        }
        trace().events()
                .forEach(event -> byMinute.getOrDefault(event.at().toMinutes(), new ArrayList<>())
                        .add(event));
        List<String> lines = new ArrayList<>();
        byMinute.forEach((minute, events) -> {
            Map<String, List<Event>> byWord = events.stream()
                    .collect(Collectors.groupingBy(SyntheticTrace::word, LinkedHashMap::new, Collectors.toList()));
            byWord.forEach((word, same) -> lines.add(segment(minute, word, same)));
            if (events.isEmpty()) {
                lines.add(segment(minute, "no-op", List.of()));
            }
        });
        return lines;
    }

    /** Nodes alive, each observation three times a minute apart, as in the real log. */
    public List<String> asCounts() {
        Map<Duration, Integer> aliveAt = new LinkedHashMap<>();
        int alive = 0;
        for (Event event : trace().events()) {
            alive += event.change() == Change.ADD ? 1 : -1;
            aliveAt.put(event.at(), alive);
        }
        List<String> lines = new ArrayList<>();
        aliveAt.forEach((at, count) -> {
            for (int repeat = 0; repeat < 3; repeat++) {
                lines.add(TIME.format(START.plus(at).plusMinutes(repeat)) + ", " + count);
            }
        });
        return lines;
    }

    private static String segment(long minute, String word, List<Event> events) {
        String names = events.stream().map(event -> '"' + event.node() + '"').collect(Collectors.joining(", "));
        return "[" + minute * 60_000 + ", \"" + word + "\", {\"nodes\": [" + names + "], \"duration\": 60000}]";
    }

    private static String word(Event event) {
        return event.change() == Change.ADD ? "add" : "remove";
    }
}
