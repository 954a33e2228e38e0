// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A guard of the product that is taken away: what is replaced in which source.
 *
 * @param seeds within which it must be noticed
 * @param byConsequences whether the check on the order of log and messages is off meanwhile
 */
record Mutant(String name, int seeds, boolean byConsequences, List<Edit> edits) {
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "boxer", "elastic");
    private static final Pattern HEAD = Pattern.compile("mutant (\\S+) within (\\d+)( by consequences)?");

    /** White space counts neither in what is there nor in what is looked for. */
    record Edit(String file, String there, String instead) {
        private String applyTo(String source) {
            StringBuilder pattern = new StringBuilder();
            for (String word : there.strip().split("\\s+", -1)) {
                pattern.append(pattern.isEmpty() ? "" : "\\s*").append(Pattern.quote(word));
            }
            Matcher matcher = Pattern.compile(pattern.toString()).matcher(source);
            if (!matcher.find()) {
                throw new AssertionError("%s has no more: %s\nits guard has changed: bring sim-mutants.txt up to date"
                        .formatted(file, there));
            }
            int start = matcher.start();
            int end = matcher.end();
            if (matcher.find()) {
                throw new AssertionError("%s has more than once: %s".formatted(file, there));
            }
            return source.substring(0, start) + instead + source.substring(end);
        }
    }

    static List<Mutant> all() {
        List<Mutant> mutants = new ArrayList<>();
        Reader reader = new Reader();
        try (InputStream file =
                Objects.requireNonNull(Mutant.class.getResourceAsStream("/sim-mutants.txt"), "sim-mutants.txt")) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> reader.take(line, mutants));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return mutants;
    }

    /** @return changed sources by their file */
    Map<Path, String> sources() {
        Map<Path, String> sources = new LinkedHashMap<>();
        for (Edit edit : edits) {
            sources.compute(
                    SOURCES.resolve(edit.file()), (path, before) -> edit.applyTo(before == null ? read(path) : before));
        }
        return sources;
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException missing) {
            throw new UncheckedIOException("a mutant's source is gone: bring sim-mutants.txt up to date", missing);
        }
    }

    /** Line by line. */
    private static final class Reader {
        private String file = "";
        private String there = "";

        void take(String line, List<Mutant> mutants) {
            Matcher head = HEAD.matcher(line);
            if (head.matches()) {
                mutants.add(new Mutant(
                        head.group(1), Integer.parseInt(head.group(2)), head.group(3) != null, new ArrayList<>()));
            } else if (line.startsWith("file ")) {
                file = line.substring(5).strip();
            } else if (line.startsWith("- ")) {
                there = line.substring(2);
            } else if (line.startsWith("+ ")) {
                edit(mutants.get(mutants.size() - 1).edits(), line.substring(2));
            }
        }

        private void edit(List<Edit> edits, String instead) {
            int last = edits.size() - 1;
            if (there.isEmpty()) {
                Edit begun = edits.remove(last);
                edits.add(new Edit(begun.file(), begun.there(), begun.instead() + "\n" + instead));
            } else {
                edits.add(new Edit(file, there, instead));
            }
            there = "";
        }
    }
}
