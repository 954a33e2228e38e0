// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.overlay;

import io.boxer.compat.Finding;
import io.boxer.compat.Found;
import io.boxer.compat.Observations;
import io.boxer.compat.Verdict;
import io.boxer.shim.FrontEnd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was seen of a program, for people, and as JSON. Stateless. */
final class CompatWords {
    private CompatWords() {}

    static List<String> lines(Observations seen, Verdict verdict) {
        List<String> lines = new ArrayList<>();
        lines.add("boxer compat: %s%s, ended with %d".formatted(seen.name(), about(seen), seen.code()));
        seen.frontEnd().ifPresent(frontEnd -> lines.add(line("front end", word(frontEnd))));
        if (seen.observed()) {
            lines.add(line("through us", counts(seen.calls())));
            addAll(lines, "past us", seen.bypasses());
            addAll(lines, "to know", seen.limits());
        }
        lines.add(line("verdict", verdict.line()));
        String head = "what helps";
        for (String way : verdict.wayOut()) {
            lines.add(line(head, way));
            head = "";
        }
        return lines;
    }

    private static String about(Observations seen) {
        return seen.fits().isEmpty() ? "" : ", %s (%s)".formatted(seen.kind(), seen.path());
    }

    /** Those of one kind together, and then what helps with them. */
    private static void addAll(List<String> lines, String head, List<Found> found) {
        Map<Finding, List<Found>> kinds =
                found.stream().collect(Collectors.groupingBy(Found::what, TreeMap::new, Collectors.toList()));
        String next = head;
        for (var kind : kinds.entrySet()) {
            for (Found one : kind.getValue()) {
                lines.add(line(next, kind.getKey().meaning() + times(one)));
                next = "";
            }
            lines.add(line("", "  " + kind.getKey().help()));
        }
        if (found.isEmpty()) {
            lines.add(line(head, "nothing"));
        }
    }

    private static String line(String head, String words) {
        return String.format(Locale.ROOT, "  %-11s %s", head, words).stripTrailing();
    }

    private static String times(Found one) {
        return (one.detail().isEmpty() ? "" : ": " + one.detail())
                + (one.count() == 1 ? "" : ", %d times".formatted(one.count()));
    }

    private static String counts(Map<String, Long> calls) {
        String words = calls.entrySet().stream()
                .filter(call -> call.getValue() > 0)
                .map(call -> call.getKey() + " " + call.getValue())
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? "nothing" : words;
    }

    private static String word(FrontEnd frontEnd) {
        return frontEnd.name().toLowerCase(Locale.ROOT);
    }

    private static String word(Optional<FrontEnd> frontEnd) {
        return frontEnd.map(CompatWords::word).orElse("none");
    }

    static Map<String, Object> json(Observations seen, Verdict verdict) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("program", seen.name());
        fields.put("path", seen.path());
        fields.put("kind", seen.kind());
        fields.put("frontEnd", word(seen.frontEnd()));
        fields.put("observed", seen.observed());
        seen.refused().ifPresent(what -> fields.put("refused", what));
        fields.put("exitCode", seen.code());
        fields.put("calls", seen.calls());
        fields.put("past", seen.bypasses().stream().map(CompatWords::json).toList());
        fields.put("limits", seen.limits().stream().map(CompatWords::json).toList());
        Map<String, Object> judged = new LinkedHashMap<>();
        judged.put("word", verdict.word().text());
        judged.put("line", verdict.line());
        judged.put("frontEnd", word(verdict.frontEnd()));
        judged.put("wayOut", verdict.wayOut());
        fields.put("verdict", judged);
        return fields;
    }

    private static Map<String, Object> json(Found one) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("what", one.what().word());
        fields.put("count", one.count());
        fields.put("detail", one.detail());
        fields.put("meaning", one.what().meaning());
        fields.put("help", one.what().help());
        return fields;
    }
}
