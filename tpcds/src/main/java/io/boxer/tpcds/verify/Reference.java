// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import java.util.List;

/**
 * What DuckDB answered. Immutable.
 *
 * @param rows in its order, at most as many as the query's LIMIT
 * @param before how many of the rows come strictly before every row of {@code tied}
 * @param tied empty, or, if rows that are equal in the order keys are found on both sides of the LIMIT, all of these:
 *     any choice of them is a right answer
 */
public record Reference(List<ResultColumn> columns, List<Row> rows, int before, List<Row> tied) {
    public Reference {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        tied = List.copyOf(tied);
        if (before < 0 || before > rows.size()) {
            throw new IllegalArgumentException("before=" + before + " is not within the " + rows.size() + " rows");
        }
    }

    /** An answer that no LIMIT cuts at a tie. */
    public static Reference of(List<ResultColumn> columns, List<Row> rows) {
        return new Reference(columns, rows, rows.size(), List.of());
    }

    List<Row> rowsBefore() {
        return rows.subList(0, before);
    }
}
