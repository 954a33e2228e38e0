// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import io.boxer.tpcds.query.QueryName;
import io.boxer.tpcds.query.QueryOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Decides whether Spark's answer is right: the rows are those of the reference as a multiset (docs/tpcds.md has the
 * rule), and sorted as the query says. Pure. No state.
 */
public final class Verifier {
    private Verifier() {}

    public static Verdict verify(QueryName query, SparkRows spark, Reference reference) {
        int rows = spark.rows().size();
        if (spark.columns().size() != reference.columns().size()) {
            return Verdict.refused(
                    rows,
                    "%d columns, the reference has %d"
                            .formatted(
                                    spark.columns().size(), reference.columns().size()));
        }
        RowRule rule = RowRule.of(spark.columns(), reference.columns());
        Optional<Rule> matched = match(rule, spark.rows(), reference);
        if (matched.isEmpty()) {
            return Verdict.refused(rows, difference(rule, spark, reference));
        }
        return orderError(query, spark)
                .map(error -> Verdict.refused(rows, error))
                .orElseGet(() -> Verdict.verified(matched.orElseThrow(), rows));
    }

    private static Optional<Rule> match(RowRule rule, List<Row> spark, Reference reference) {
        if (spark.size() != reference.rows().size()) {
            return Optional.empty();
        }
        if (inPlaceEqual(rule, spark, reference.rows())) {
            return Optional.of(Rule.EXACT);
        }
        Pairing pairing = Pairing.of(rule, spark, reference.rows());
        if (pairing.complete()) {
            return Optional.of(pairing.allEqual() ? Rule.SET : Rule.DOUBLE);
        }
        return anotherChoiceOfTies(rule, spark, reference) ? Optional.of(Rule.TIES) : Optional.empty();
    }

    private static boolean inPlaceEqual(RowRule rule, List<Row> spark, List<Row> reference) {
        return IntStream.range(0, spark.size())
                .allMatch(i -> rule.compare(spark.get(i), reference.get(i)) == CellRule.Match.EQUAL);
    }

    /** Every row before the ties must be there; what else is there must be among the ties, each used once. */
    private static boolean anotherChoiceOfTies(RowRule rule, List<Row> spark, Reference reference) {
        if (reference.tied().isEmpty()) {
            return false;
        }
        Pairing before = Pairing.of(rule, spark, reference.rowsBefore());
        return before.reference().isEmpty()
                && Pairing.of(rule, before.spark(), reference.tied()).spark().isEmpty();
    }

    private static Optional<String> orderError(QueryName query, SparkRows spark) {
        KeyOrder order = new KeyOrder(QueryOrder.keys(query, spark.columnNames()), 0);
        int at = order.firstBreak(spark.rows());
        return at < 0
                ? Optional.empty()
                : Optional.of("rows %d and %d are out of order: %s before %s"
                        .formatted(
                                at + 1,
                                at + 2,
                                order.describe(spark.rows().get(at)),
                                order.describe(spark.rows().get(at + 1))));
    }

    private static String difference(RowRule rule, SparkRows spark, Reference reference) {
        int expected = reference.rows().size();
        String count = spark.rows().size() == expected
                ? ""
                : "%d rows, the reference has %d; ".formatted(spark.rows().size(), expected);
        Pairing pairing = Pairing.of(rule, spark.rows(), reference.rows());
        if (pairing.spark().isEmpty()) {
            return count + "missing row " + pairing.reference().get(0);
        }
        Row row = pairing.spark().get(0);
        String unexpected = count + "row " + (spark.rows().indexOf(row) + 1) + " is not in the reference: " + row;
        return pairing.reference().stream()
                .max(Comparator.comparingInt(candidate -> rule.matchingCells(row, candidate)))
                .map(nearest -> unexpected + "; nearest " + nearest + " differs in "
                        + differingColumns(rule, spark, row, nearest))
                .orElse(unexpected);
    }

    private static String differingColumns(RowRule rule, SparkRows spark, Row row, Row nearest) {
        return IntStream.range(0, spark.columns().size())
                .filter(i -> !rule.matches(i, row, nearest))
                .mapToObj(i -> spark.columns().get(i).name())
                .collect(Collectors.joining(", "));
    }
}
