// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.query;

import io.boxer.common.BoxerException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Queries to run, in this order, and what Spark is told for them. Immutable.
 *
 * @param name quick, all, or the names as the user wrote them
 * @param sparkSettings for {@code --conf}, sorted by key
 */
public record QuerySet(String name, List<QueryName> queries, Map<String, String> sparkSettings) {
    /**
     * For every run: a session without a local time zone; splits so small that there is something to shuffle at scale 1;
     * a driver that frees shuffles within a minute even if nobody asks.
     */
    private static final Map<String, String> ALWAYS = Map.of(
            "spark.sql.session.timeZone", "UTC",
            "spark.sql.files.maxPartitionBytes", "16m",
            "spark.cleaner.periodicGC.interval", "1min",
            "spark.shuffle.reduceLocality.enabled", "false",
            "spark.network.timeout", "120s",
            "spark.dynamicAllocation.shuffleTracking.enabled", "false");
    /** Without broadcast joins these nine queries shuffle 1.25 GB at scale 1. */
    private static final Map<String, String> HEAVY = Map.of(
            "spark.sql.autoBroadcastJoinThreshold", "-1",
            "spark.sql.shuffle.partitions", "16");

    private static final List<String> QUICK = List.of("q95", "q94", "q93", "q67", "q78", "q24a", "q11", "q64", "q4");

    public QuerySet {
        queries = List.copyOf(queries);
        sparkSettings = Collections.unmodifiableMap(new TreeMap<>(sparkSettings));
    }

    /**
     * Understands {@code quick}, {@code all}, or names with commas. Named queries run as the quick set does, since that
     * is what shuffles.
     *
     * @throws BoxerException USER if a name is no query
     */
    public static QuerySet parse(String text) {
        return switch (text.strip()) {
            case "quick" -> heavy("quick", QUICK.stream().map(QueryName::of).toList());
            case "all" -> new QuerySet("all", QueryName.all(), ALWAYS);
            default -> heavy(text.strip(), named(text));
        };
    }

    private static QuerySet heavy(String name, List<QueryName> queries) {
        Map<String, String> settings = new TreeMap<>(ALWAYS);
        settings.putAll(HEAVY);
        return new QuerySet(name, queries, settings);
    }

    private static List<QueryName> named(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(name -> QueryName.find(name)
                        .orElseThrow(() -> BoxerException.user(
                                "%s is not a TPC-DS query (q1 … q99; q14, q23, q24, q39 have a and b). Nothing was started.",
                                name.isEmpty() ? "an empty name" : name)))
                .distinct()
                .toList();
    }

    /** The names with commas, as the driver program takes them. */
    public String names() {
        return queries.stream().map(QueryName::toString).collect(Collectors.joining(","));
    }
}
