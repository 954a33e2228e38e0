// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

import io.boxer.tpcds.verify.Cell;
import io.boxer.tpcds.verify.ResultColumn;
import io.boxer.tpcds.verify.Row;
import io.boxer.tpcds.verify.SparkRows;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.StructType;

/** Takes Spark's rows apart. No state. */
final class RowReader {
    private RowReader() {}

    static SparkRows read(StructType schema, List<org.apache.spark.sql.Row> rows) {
        List<ResultColumn> columns = Arrays.stream(schema.fields())
                .map(field -> new ResultColumn(field.name(), field.dataType().simpleString()))
                .toList();
        return new SparkRows(columns, rows.stream().map(RowReader::row).toList());
    }

    private static Row row(org.apache.spark.sql.Row row) {
        return new Row(IntStream.range(0, row.length())
                .mapToObj(i -> row.isNullAt(i) ? new Cell.Null() : cell(row.get(i)))
                .toList());
    }

    private static Cell cell(Object value) {
        if (value instanceof String text) {
            return new Cell.Text(text);
        }
        if (value instanceof BigDecimal exact) {
            return new Cell.Exact(exact);
        }
        if (value instanceof Double approximate) {
            return new Cell.Approximate(approximate);
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return Cell.Exact.of(((Number) value).longValue());
        }
        if (value instanceof Date day) {
            return new Cell.Day(day.toLocalDate());
        }
        if (value instanceof LocalDate day) {
            return new Cell.Day(day);
        }
        if (value instanceof Boolean flag) {
            return new Cell.Flag(flag);
        }
        throw new IllegalArgumentException("Spark gave a " + value.getClass() + ", which no rule compares");
    }
}
