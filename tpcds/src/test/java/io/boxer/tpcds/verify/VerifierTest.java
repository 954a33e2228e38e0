// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.tpcds.query.QueryName;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rows as those of q3, which is ordered by d_year, sum_agg desc, brand_id. */
class VerifierTest {
    private static final QueryName QUERY = QueryName.of("q3");
    private static final List<ResultColumn> SPARK = List.of(
            new ResultColumn("d_year", "int"),
            new ResultColumn("brand_id", "int"),
            new ResultColumn("brand", "string"),
            new ResultColumn("sum_agg", "decimal(17,2)"));
    private static final List<ResultColumn> DUCK_DB = List.of(
            new ResultColumn("d_year", "INTEGER"),
            new ResultColumn("brand_id", "INTEGER"),
            new ResultColumn("brand", "VARCHAR"),
            new ResultColumn("sum_agg", "DECIMAL(38,2)"));

    private static final List<Row> ROWS = List.of(
            row(1998, "9.10", 1, "amalg"),
            row(1998, "3.50", 2, "edu"),
            row(1998, "3.50", 3, "export"),
            Row.of(Cell.Exact.of(1999), Cell.Exact.of(4), new Cell.Null(), decimal("0")));

    private static Row row(int year, String sum, int brandId, String brand) {
        return Row.of(Cell.Exact.of(year), Cell.Exact.of(brandId), new Cell.Text(brand), decimal(sum));
    }

    private static Cell decimal(String text) {
        return new Cell.Exact(new BigDecimal(text));
    }

    private static Verdict verify(List<Row> spark, List<Row> reference) {
        return Verifier.verify(QUERY, new SparkRows(SPARK, spark), Reference.of(DUCK_DB, reference));
    }

    private static List<Row> with(int index, Row row) {
        List<Row> rows = new ArrayList<>(ROWS);
        rows.set(index, row);
        return rows;
    }

    @Test
    void theSameRowsInTheSameOrderAreExact() {
        assertThat(verify(ROWS, ROWS)).isEqualTo(Verdict.verified(Rule.EXACT, 4));
    }

    @Test
    void trailingZerosAreNoDifference() {
        assertThat(verify(with(1, row(1998, "3.5", 2, "edu")), ROWS)).isEqualTo(Verdict.verified(Rule.EXACT, 4));
    }

    @Test
    void theSameRowsInAnotherOrderThatTheQueryAllowsAreASet() {
        List<Row> reference = List.of(row(1998, "9.10", 2, "edu"), row(1998, "9.10", 2, "amalg"));
        List<Row> spark = List.of(reference.get(1), reference.get(0));

        assertThat(verify(spark, reference)).isEqualTo(Verdict.verified(Rule.SET, 2));
    }

    @Test
    void noRowsVerifyAndTheVerdictSaysSo() {
        assertThat(verify(List.of(), List.of())).isEqualTo(Verdict.verified(Rule.EXACT, 0));
    }

    /** The check must be able to fail: each of these turns a query red. */
    @Nested
    class Refuses {
        @Test
        void aRowThatIsMissing() {
            assertThat(verify(ROWS.subList(0, 3), ROWS))
                    .isEqualTo(Verdict.refused(3, "3 rows, the reference has 4; missing row (1999 | 4 | NULL | 0)"));
        }

        @Test
        void aRowThatIsThereTwice() {
            List<Row> spark = new ArrayList<>(ROWS);
            spark.add(1, ROWS.get(0));

            assertThat(verify(spark, ROWS))
                    .isEqualTo(Verdict.refused(
                            5,
                            "5 rows, the reference has 4; row 1 is not in the reference:"
                                    + " (1998 | 1 | 'amalg' | 9.1)"));
        }

        @Test
        void aRowThatIsThereTwiceInPlaceOfAnother() {
            assertThat(verify(with(2, ROWS.get(1)), ROWS).verified()).isFalse();
        }

        @Test
        void aDigitThatDiffers() {
            assertThat(verify(with(1, row(1998, "3.51", 2, "edu")), ROWS))
                    .isEqualTo(Verdict.refused(
                            4,
                            "row 2 is not in the reference: (1998 | 2 | 'edu' | 3.51);"
                                    + " nearest (1998 | 2 | 'edu' | 3.5) differs in sum_agg"));
        }

        @Test
        void zeroInPlaceOfNull() {
            List<Row> reference =
                    with(3, Row.of(Cell.Exact.of(1999), Cell.Exact.of(4), new Cell.Null(), new Cell.Null()));

            assertThat(verify(ROWS, reference).error()).contains("differs in sum_agg");
        }

        @Test
        void nullInPlaceOfZero() {
            List<Row> spark = with(3, Row.of(Cell.Exact.of(1999), Cell.Exact.of(4), new Cell.Null(), new Cell.Null()));

            assertThat(verify(spark, ROWS).error()).contains("differs in sum_agg");
        }

        @Test
        void aBlankAtTheEndOfAString() {
            assertThat(verify(with(1, row(1998, "3.50", 2, "edu ")), ROWS).error())
                    .contains("differs in brand");
        }

        @Test
        void theRightRowsInTheWrongOrder() {
            List<Row> spark = new ArrayList<>(ROWS);
            Collections.swap(spark, 0, 1);

            assertThat(verify(spark, ROWS))
                    .isEqualTo(Verdict.refused(
                            4, "rows 1 and 2 are out of order: (1998 | 3.5 | 2) before (1998 | 9.1 | 1)"));
        }

        @Test
        void anotherNumberOfColumns() {
            Verdict verdict =
                    Verifier.verify(QUERY, new SparkRows(SPARK, ROWS), Reference.of(DUCK_DB.subList(0, 3), List.of()));

            assertThat(verdict).isEqualTo(Verdict.refused(4, "4 columns, the reference has 3"));
        }
    }

    /** Where DuckDB's avg is DOUBLE and Spark's decimal(11,6). */
    @Nested
    class DoubleClause {
        private static final QueryName UNORDERED = QueryName.of("q9");

        private Verdict verify(String sparkType, List<Cell> spark, List<Cell> reference) {
            return Verifier.verify(
                    UNORDERED,
                    new SparkRows(
                            List.of(new ResultColumn("a", sparkType)),
                            spark.stream().map(Row::of).toList()),
                    Reference.of(
                            List.of(new ResultColumn("a", "DOUBLE")),
                            reference.stream().map(Row::of).toList()));
        }

        @Test
        void halfAUnitOfTheLastDigitIsRounding() {
            assertThat(verify("decimal(11,6)", List.of(decimal("0.333333")), List.of(new Cell.Approximate(1 / 3.0))))
                    .isEqualTo(Verdict.verified(Rule.DOUBLE, 1));
        }

        @Test
        void aWholeUnitOfTheLastDigitIsADifference() {
            assertThat(verify("decimal(11,6)", List.of(decimal("0.333334")), List.of(new Cell.Approximate(1 / 3.0)))
                            .verified())
                    .isFalse();
        }

        @Test
        void doublesMayDifferInTheirLastDigitsOnly() {
            Cell third = new Cell.Approximate(1 / 3.0);

            assertThat(verify("double", List.of(new Cell.Approximate(1 / 3.0 + 1e-16)), List.of(third))
                            .verified())
                    .isTrue();
            assertThat(verify("double", List.of(new Cell.Approximate(1 / 3.0 + 1e-11)), List.of(third))
                            .verified())
                    .isFalse();
        }

        @Test
        void nullIsNoNumberNearZero() {
            assertThat(verify("decimal(11,6)", List.of(new Cell.Null()), List.of(new Cell.Approximate(0)))
                            .verified())
                    .isFalse();
            assertThat(verify("decimal(11,6)", List.of(decimal("0")), List.of(new Cell.Null()))
                            .verified())
                    .isFalse();
        }

        @Test
        void wholeNumbersHaveNoTolerance() {
            assertThat(verify("bigint", List.of(Cell.Exact.of(3)), List.of(new Cell.Approximate(3.4)))
                            .verified())
                    .isFalse();
        }

        @Test
        void everyRowNeedsAPartnerOfItsOwnEvenWhereTolerancesOverlap() {
            // 1 and 2 both match 1.5, but only one of them may have it
            List<Cell> spark = List.of(decimal("1"), decimal("2"));

            assertThat(verify("decimal(1,0)", spark, List.of(new Cell.Approximate(1.5), new Cell.Approximate(2.4)))
                            .verified())
                    .isTrue();
            assertThat(verify("decimal(1,0)", spark, List.of(new Cell.Approximate(1.5), new Cell.Approximate(3)))
                            .verified())
                    .isFalse();
        }
    }

    /** The reference was cut by a LIMIT of 2 between rows that tie in d_year, sum_agg and brand_id. */
    @Nested
    class Ties {
        private static final Row FIRST = row(1998, "9.10", 1, "amalg");
        private static final Row TIED_A = row(1998, "3.50", 2, "a");
        private static final Row TIED_B = row(1998, "3.50", 2, "b");

        private Verdict verify(Row... spark) {
            return Verifier.verify(
                    QUERY,
                    new SparkRows(SPARK, List.of(spark)),
                    new Reference(DUCK_DB, List.of(FIRST, TIED_A), 1, List.of(TIED_A, TIED_B)));
        }

        @Test
        void anotherRowOfTheTiesIsAsGood() {
            assertThat(verify(FIRST, TIED_B)).isEqualTo(Verdict.verified(Rule.TIES, 2));
        }

        @Test
        void theSameChoiceIsExact() {
            assertThat(verify(FIRST, TIED_A)).isEqualTo(Verdict.verified(Rule.EXACT, 2));
        }

        @Test
        void aRowBeforeTheTiesMustBeThere() {
            assertThat(verify(TIED_A, TIED_B).verified()).isFalse();
        }

        @Test
        void aTiedRowIsThereOnce() {
            assertThat(verify(TIED_B, TIED_B).verified()).isFalse();
        }

        @Test
        void aRowThatDoesNotTieIsWrong() {
            assertThat(verify(FIRST, row(1998, "3.49", 2, "b")).verified()).isFalse();
        }
    }

    @Test
    void datesAreOrderedAsDatesAndNullsComeFirst() {
        List<ResultColumn> columns = List.of(new ResultColumn("item_sk", "int"), new ResultColumn("d_date", "date"));
        List<Row> rows = List.of(
                Row.of(new Cell.Null(), new Cell.Day(LocalDate.of(2000, 1, 2))),
                Row.of(Cell.Exact.of(1), new Cell.Null()),
                Row.of(Cell.Exact.of(1), new Cell.Day(LocalDate.of(1999, 12, 31))),
                Row.of(Cell.Exact.of(1), new Cell.Day(LocalDate.of(2000, 1, 1))));
        List<Row> wrong = new ArrayList<>(rows);
        Collections.reverse(wrong);

        QueryName q51 = QueryName.of("q51");
        assertThat(Verifier.verify(q51, new SparkRows(columns, rows), Reference.of(columns, rows))
                        .verified())
                .isTrue();
        assertThat(Verifier.verify(q51, new SparkRows(columns, wrong), Reference.of(columns, rows))
                        .error())
                .startsWith("rows 1 and 2 are out of order");
    }
}
