// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import io.boxer.tpcds.query.OrderKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Compares rows by the keys of ORDER BY, as Spark does: NULL is smaller than everything, strings go by their bytes.
 * Immutable.
 *
 * @param slack doubles that differ by less are equal; 0 for Spark's rows, more for a reference whose DOUBLE Spark rounds
 */
record KeyOrder(List<OrderKey> keys, double slack) implements Comparator<Row> {
    KeyOrder {
        keys = List.copyOf(keys);
    }

    @Override
    public int compare(Row left, Row right) {
        for (OrderKey key : keys) {
            int order = compare(value(left, key), value(right, key));
            if (order != 0) {
                return key.descending() ? -order : order;
            }
        }
        return 0;
    }

    /** A position i such that row i comes after row i+1, or -1. */
    int firstBreak(List<Row> rows) {
        for (int i = 0; i + 1 < rows.size(); i++) {
            if (compare(rows.get(i), rows.get(i + 1)) > 0) {
                return i;
            }
        }
        return -1;
    }

    String describe(Row row) {
        return new Row(keys.stream().map(key -> value(row, key)).toList()).toString();
    }

    private static Cell value(Row row, OrderKey key) {
        Cell minuend = row.cell(key.minuend());
        if (key.subtrahend() < 0) {
            return minuend;
        }
        Cell subtrahend = row.cell(key.subtrahend());
        if (minuend instanceof Cell.Null || subtrahend instanceof Cell.Null) {
            return new Cell.Null();
        }
        if (minuend instanceof Cell.Exact a && subtrahend instanceof Cell.Exact b) {
            return new Cell.Exact(a.value().subtract(b.value()));
        }
        return new Cell.Approximate(minuend.toDouble() - subtrahend.toDouble());
    }

    private int compare(Cell left, Cell right) {
        if (left instanceof Cell.Null || right instanceof Cell.Null) {
            return Boolean.compare(!(left instanceof Cell.Null), !(right instanceof Cell.Null));
        }
        if (left instanceof Cell.Exact a && right instanceof Cell.Exact b) {
            return a.value().compareTo(b.value());
        }
        if (left instanceof Cell.Approximate a && right instanceof Cell.Approximate b) {
            return Math.abs(a.value() - b.value()) <= slack ? 0 : Double.compare(a.value(), b.value());
        }
        if (left instanceof Cell.Day a && right instanceof Cell.Day b) {
            return a.value().compareTo(b.value());
        }
        if (left instanceof Cell.Text a && right instanceof Cell.Text b) {
            return Arrays.compareUnsigned(
                    a.value().getBytes(StandardCharsets.UTF_8), b.value().getBytes(StandardCharsets.UTF_8));
        }
        throw new IllegalArgumentException("cells of one column cannot be ordered: " + left + " and " + right);
    }
}
