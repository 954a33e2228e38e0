// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Merges the files of a run on one machine by their common clock; within a file the order is kept. */
public final class TraceReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TraceReader() {}

    /** @param directory of the files; processes may still be writing: a last line that is not whole is left out */
    static List<Event> read(Path directory) {
        List<Event> events = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                String text = Files.readString(file);
                text.substring(0, text.lastIndexOf('\n') + 1)
                        .lines()
                        .map(TraceReader::event)
                        .forEach(events::add);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        events.sort(Comparator.comparingLong(Event::nanos));
        return events;
    }

    private static Event event(String line) {
        try {
            JsonNode json = JSON.readTree(line);
            Map<String, String> fields = new LinkedHashMap<>();
            json.properties()
                    .forEach(
                            field -> fields.put(field.getKey(), field.getValue().asText()));
            return new Event(fields.remove("p"), Long.parseLong(fields.remove("t")), fields.remove("e"), fields);
        } catch (JsonProcessingException damaged) {
            throw new UncheckedIOException(line, damaged);
        }
    }

    /** @return what the checks found in this run, each with its check's name */
    public static List<String> failures(Path directory) {
        return failures(read(directory), TraceCheck.values());
    }

    /** @return the names of all events of this run */
    public static Set<String> names(Path directory) {
        return read(directory).stream().map(Event::name).collect(Collectors.toSet());
    }

    /** @return what is not settled yet */
    public static List<String> unsettled(Path directory) {
        return failures(read(directory), TraceCheck.T14);
    }

    private static List<String> failures(List<Event> events, TraceCheck... checks) {
        List<String> failures = new ArrayList<>();
        for (TraceCheck check : checks) {
            check.failures(events).forEach(failure -> failures.add(check + ": " + failure));
        }
        return failures;
    }
}
