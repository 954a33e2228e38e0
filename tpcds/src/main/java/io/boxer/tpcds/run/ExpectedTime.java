// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long the rest of a run may take: what the queries done so far took, scaled by how heavy the others are. Immutable.
 *
 * @param queries all of the run, in order
 */
record ExpectedTime(List<String> queries) {
    /** Seconds at scale 1 on two cores, for the queries that stand out; the others are about alike. */
    private static final Map<String, Double> WEIGHTS = Map.ofEntries(
            Map.entry("q4", 28.0),
            Map.entry("q11", 19.0),
            Map.entry("q14a", 39.0),
            Map.entry("q14b", 30.0),
            Map.entry("q23a", 24.0),
            Map.entry("q23b", 26.0),
            Map.entry("q24a", 12.5),
            Map.entry("q24b", 12.5),
            Map.entry("q64", 26.0),
            Map.entry("q67", 8.0),
            Map.entry("q72", 30.0),
            Map.entry("q78", 10.5),
            Map.entry("q93", 5.0),
            Map.entry("q95", 4.5));

    private static final double USUAL = 3.0;
    /** The first query also warms the JVMs up. */
    private static final double WARM_UP = 12.0;

    ExpectedTime {
        queries = List.copyOf(queries);
    }

    /**
     * The time left.
     *
     * @param done queries that have ended
     * @param elapsed since the first began
     * @return nothing before the first query has ended
     */
    Optional<Duration> left(int done, Duration elapsed) {
        if (done == 0) {
            return Optional.empty();
        }
        double weightDone = WARM_UP + weight(queries.subList(0, done));
        double current = done < queries.size() ? weight(queries.subList(done, queries.size())) : 0;
        return Optional.of(Duration.ofMillis(Math.round(elapsed.toMillis() / weightDone * current)));
    }

    private static double weight(List<String> names) {
        return names.stream()
                .mapToDouble(name -> WEIGHTS.getOrDefault(name, USUAL))
                .sum();
    }
}
