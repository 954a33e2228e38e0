// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.spot.market.Trace.Change;
import io.boxer.spot.market.Trace.Event;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Reads the three trace formats; which one it is, the first line says.
 *
 * <ul>
 *   <li>Events, {@code time_ms,add|remove,node}: published with Bamboo (NSDI 2023).
 *   <li>Segments, one JSON array a line, {@code [time_ms, "add|remove|…", {"nodes": [...]}]}: published with Parcae (NSDI 2024).
 *   <li>Counts, {@code 2021-12-10, 13:07:45, 80}: nodes alive at a time, published with Bamboo. Each observation is written three times, a
 *       minute apart, so a line takes back earlier lines that speak of its time or later. The log has no names: the node that has lived
 *       longest is taken to leave first.
 * </ul>
 *
 * <p>Immutable.
 */
public final class TraceReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd, HH:mm:ss", Locale.ROOT);
    private static final int MOST_NODES = 100_000;

    private TraceReader() {}

    /**
     * The trace in a file.
     *
     * @throws BoxerException USER if the file cannot be read or a line is in none of the formats
     */
    public static Trace read(Path file) {
        try {
            return parse(file.toString(), Files.readAllLines(file));
        } catch (MalformedInputException e) {
            throw new BoxerException(ErrorCode.USER, "trace=" + file + " is not a text file; name a trace file", e);
        } catch (IOException e) {
            throw new BoxerException(
                    ErrorCode.USER,
                    "trace=" + file + " cannot be read (" + e.getClass().getSimpleName()
                            + "); name a file in one of the formats of docs/spot.md",
                    e);
        }
    }

    /**
     * The trace in some lines.
     *
     * @param name of the file, for error messages
     */
    public static Trace parse(String name, List<String> lines) {
        List<String> text = lines.stream().map(String::strip).toList();
        String first = text.stream().filter(line -> !line.isEmpty()).findFirst().orElse("");
        Line reader = first.startsWith("[") ? TraceReader::segment : TraceReader::event;
        if (first.matches("\\d{4}-\\d{2}-\\d{2}, .*")) {
            return counts(name, text);
        }
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < text.size(); i++) {
            if (!text.get(i).isEmpty()) {
                events.addAll(read(name, i + 1, text.get(i), reader));
            }
        }
        events.sort(Comparator.comparing(Event::at));
        return notEmpty(name, events);
    }

    private interface Line {
        List<Event> read(String line) throws JsonProcessingException;
    }

    private static List<Event> read(String name, int number, String line, Line reader) {
        try {
            return reader.read(line);
        } catch (IllegalArgumentException | JsonProcessingException | DateTimeParseException e) {
            throw bad(name, number, line);
        }
    }

    private static BoxerException bad(String name, int number, String line) {
        return BoxerException.user(
                "trace=%s, line %d: \"%s\" is not in the format of the first line; docs/spot.md shows the formats",
                name, number, line.length() > 60 ? line.substring(0, 60) + "…" : line);
    }

    private static Trace notEmpty(String name, List<Event> events) {
        if (events.isEmpty()) {
            throw BoxerException.user("trace=%s has no event; name a file in one of the formats of docs/spot.md", name);
        }
        return new Trace(events);
    }

    private static List<Event> event(String line) {
        String[] fields = line.split(",", -1);
        if (fields.length != 3 || fields[2].isBlank()) {
            throw new IllegalArgumentException("three fields expected");
        }
        return List.of(new Event(millis(Long.parseLong(fields[0])), change(fields[1]), fields[2].strip()));
    }

    private static List<Event> segment(String line) throws JsonProcessingException {
        JsonNode array = JSON.readTree(line);
        if (!array.isArray() || array.size() != 3 || !array.get(0).isIntegralNumber()) {
            throw new IllegalArgumentException("[time, kind, {nodes}] expected");
        }
        List<Event> events = new ArrayList<>();
        if (!array.get(2).path("nodes").isEmpty()) { // "no-op" and "migration" move no node
            Change change = change(array.get(1).asText());
            Duration at = millis(array.get(0).asLong());
            array.get(2).path("nodes").forEach(node -> events.add(new Event(at, change, node.asText())));
        }
        return events;
    }

    private static Change change(String word) {
        return switch (word) {
            case "add" -> Change.ADD;
            case "remove" -> Change.REMOVE;
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static Duration millis(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("time is negative");
        }
        return Duration.ofMillis(millis);
    }

    private record Count(LocalDateTime at, int alive) {}

    private static Trace counts(String name, List<String> lines) {
        Deque<Count> counts = new ArrayDeque<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isEmpty()) {
                Count count = count(name, i + 1, lines.get(i));
                while (!counts.isEmpty() && !counts.getLast().at().isBefore(count.at())) {
                    counts.removeLast();
                }
                counts.addLast(count);
            }
        }
        return notEmpty(name, differences(List.copyOf(counts)));
    }

    private static Count count(String name, int number, String line) {
        try {
            int comma = line.lastIndexOf(',');
            int alive = Integer.parseInt(line.substring(comma + 1).strip());
            if (alive < 0 || alive > MOST_NODES) {
                throw new IllegalArgumentException("count out of range");
            }
            return new Count(LocalDateTime.parse(line.substring(0, comma), TIME), alive);
        } catch (IllegalArgumentException | DateTimeParseException | StringIndexOutOfBoundsException e) {
            throw bad(name, number, line);
        }
    }

    private static List<Event> differences(List<Count> counts) {
        List<Event> events = new ArrayList<>();
        Deque<String> alive = new ArrayDeque<>();
        int named = 0;
        for (Count count : counts) {
            Duration at = Duration.between(counts.get(0).at(), count.at());
            while (alive.size() < count.alive()) {
                alive.addLast("node-" + named++);
                events.add(new Event(at, Change.ADD, alive.getLast()));
            }
            while (alive.size() > count.alive()) {
                events.add(new Event(at, Change.REMOVE, alive.removeFirst()));
            }
        }
        return events;
    }
}
