// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import java.math.BigDecimal;
import java.time.LocalDate;

/** Reads the text of a cell by the type that DuckDB gave its column. No state. */
final class CellText {
    private CellText() {}

    /** @throws IllegalArgumentException if the type is none that a query's result has */
    static Cell parse(ResultColumn column, String text) {
        if (column.decimalScale().isPresent()) {
            return new Cell.Exact(new BigDecimal(text));
        }
        return switch (column.type()) {
            case "tinyint", "smallint", "integer", "bigint", "hugeint" -> new Cell.Exact(new BigDecimal(text));
            case "double" -> new Cell.Approximate(Double.parseDouble(text));
            case "date" -> new Cell.Day(LocalDate.parse(text));
            case "varchar" -> new Cell.Text(text);
            case "boolean" -> new Cell.Flag(Boolean.parseBoolean(text));
            default ->
                throw new IllegalArgumentException(
                        "column " + column.name() + " has the type " + column.type() + ", which no rule compares");
        };
    }
}
