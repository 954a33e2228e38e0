// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

import io.boxer.tpcds.query.QueryName;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The driver's arguments. Immutable.
 *
 * @param data directory of a data set
 * @param answers directory of reference answers
 * @param texts jar with the query texts
 * @param events {@code file:PATH} or {@code tcp:PORT}
 */
record DriverOptions(Path data, Path answers, Path texts, List<QueryName> queries, String events) {
    private static final Set<String> NAMES = Set.of("--data", "--answers", "--texts", "--queries", "--events");

    DriverOptions {
        queries = List.copyOf(queries);
    }

    /**
     * Reads {@code --name value} pairs; all are required.
     *
     * @throws IllegalArgumentException if one is missing or unknown
     */
    static DriverOptions parse(String... arguments) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!NAMES.contains(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        arguments[i] + " is unknown or has no value; give --data DIR --answers DIR --texts JAR"
                                + " --queries q3,q14a --events file:PATH|tcp:PORT");
            }
            values.put(arguments[i], arguments[i + 1]);
        }
        return new DriverOptions(
                Path.of(required(values, "--data")),
                Path.of(required(values, "--answers")),
                Path.of(required(values, "--texts")),
                Arrays.stream(required(values, "--queries").split(",", -1))
                        .map(QueryName::of)
                        .toList(),
                required(values, "--events"));
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
