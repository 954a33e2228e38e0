// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import java.util.List;

/** What Spark answered, in its order. Immutable. */
public record SparkRows(List<ResultColumn> columns, List<Row> rows) {
    public SparkRows {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    List<String> columnNames() {
        return columns.stream().map(ResultColumn::name).toList();
    }
}
