// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.report;

import io.boxer.tpcds.report.RunReport.QueryRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The sentence that a report opens with. Stateless. */
final class Verdict {
    private Verdict() {}

    /** Example: {@code All 9 queries verified (8 exact, 1 double).} */
    static String of(RunReport run) {
        List<QueryRow> wrong =
                run.queries().stream().filter(query -> !query.verified()).toList();
        if (run.ok()) {
            return "All %d queries verified (%s).".formatted(run.queries().size(), rules(run));
        }
        if (wrong.isEmpty()) {
            return "The run ended early: %d queries verified, not all that were asked for.".formatted(run.verified());
        }
        return "%d of %d queries failed: %s."
                .formatted(
                        wrong.size(),
                        run.queries().size(),
                        wrong.stream().map(QueryRow::name).collect(Collectors.joining(", ")));
    }

    private static String rules(RunReport run) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        run.queries().forEach(query -> counts.merge(query.rule(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
