// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import java.util.List;
import java.util.stream.IntStream;

/** When two rows match: in every cell. Immutable. */
record RowRule(List<CellRule> cells) {
    RowRule {
        cells = List.copyOf(cells);
    }

    /** Both lists have the same length. */
    static RowRule of(List<ResultColumn> spark, List<ResultColumn> reference) {
        return new RowRule(IntStream.range(0, spark.size())
                .mapToObj(i -> CellRule.of(spark.get(i), reference.get(i)))
                .toList());
    }

    CellRule.Match compare(Row spark, Row reference) {
        CellRule.Match worst = CellRule.Match.EQUAL;
        for (int i = 0; i < cells.size(); i++) {
            CellRule.Match match = cells.get(i).compare(spark.cell(i), reference.cell(i));
            if (match.compareTo(worst) > 0) {
                worst = match;
            }
        }
        return worst;
    }

    boolean matches(Row spark, Row reference) {
        return compare(spark, reference) != CellRule.Match.DIFFERENT;
    }

    boolean exact() {
        return cells.stream().allMatch(CellRule::exact);
    }

    /** Rows with different keys cannot match: the cells that must be equal, and where the others are NULL. */
    List<Cell> key(Row row) {
        return IntStream.range(0, cells.size())
                .mapToObj(i -> cells.get(i).exact()
                        ? row.cell(i)
                        : new Cell.Flag(row.cell(i).equals(new Cell.Null())))
                .toList();
    }

    /** Orders rows of one key so that partners are near each other. */
    int compareInexact(Row left, Row right) {
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).exact() && !left.cell(i).equals(new Cell.Null())) {
                int order =
                        Double.compare(left.cell(i).toDouble(), right.cell(i).toDouble());
                if (order != 0) {
                    return order;
                }
            }
        }
        return 0;
    }

    /** In how many cells two rows match; for the text of a difference. */
    int matchingCells(Row spark, Row reference) {
        return (int) IntStream.range(0, cells.size())
                .filter(i -> matches(i, spark, reference))
                .count();
    }

    boolean matches(int column, Row spark, Row reference) {
        return cells.get(column).compare(spark.cell(column), reference.cell(column)) != CellRule.Match.DIFFERENT;
    }
}
