// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * By what the rows of each query are sorted, as far as its result shows: the leading keys of ORDER BY up to the first
 * that is no column of the result. Kept as a table, so that nothing has to parse SQL. No state.
 */
public final class QueryOrder {
    private static final String RESOURCE = "/io/boxer/tpcds/order.properties";
    private static final Properties TABLE = load();

    private QueryOrder() {}

    /**
     * The keys, most significant first.
     *
     * @param columns names of the result's columns
     * @return empty for a query without ORDER BY
     */
    public static List<OrderKey> keys(QueryName query, List<String> columns) {
        String keys = TABLE.getProperty(query.toString(), "");
        return keys.isEmpty()
                ? List.of()
                : Arrays.stream(keys.split(", ", -1))
                        .map(key -> OrderKey.parse(key, columns))
                        .toList();
    }

    private static Properties load() {
        Properties table = new Properties();
        try (InputStream in = QueryOrder.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not in the jar; build the module tpcds again");
            }
            table.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
        return table;
    }
}
