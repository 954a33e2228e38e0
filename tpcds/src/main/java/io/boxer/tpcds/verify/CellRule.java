// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import java.util.OptionalInt;

/**
 * When two cells of a column match. Exact types match if they are equal. Where DuckDB computed in DOUBLE (its avg and
 * its division) what Spark computed as decimal(p,s), they match within half a unit of Spark's last digit; doubles match
 * within the last digits of a double. Nothing wider: 1e-5 would hide a lost row in a sum. Immutable.
 *
 * @param exact no cell of the column needs a tolerance
 * @param tolerance what |spark - reference| may be, besides {@link #RELATIVE} of the reference
 */
record CellRule(boolean exact, double tolerance) {
    private static final double RELATIVE = 1e-12;
    private static final double HALF = 0.5;

    enum Match {
        EQUAL,
        WITHIN_TOLERANCE,
        DIFFERENT
    }

    static CellRule of(ResultColumn spark, ResultColumn reference) {
        OptionalInt scale = spark.decimalScale();
        if (scale.isPresent() && reference.isDouble()) {
            return new CellRule(false, HALF * Math.pow(10, -scale.getAsInt()));
        }
        return new CellRule(!spark.isDouble(), 0);
    }

    Match compare(Cell spark, Cell reference) {
        if (spark.equals(reference)) {
            return Match.EQUAL;
        }
        if (exact || !isNumber(spark) || !isNumber(reference)) {
            return Match.DIFFERENT;
        }
        double difference = Math.abs(spark.toDouble() - reference.toDouble());
        double allowed = tolerance + RELATIVE * Math.abs(reference.toDouble());
        return difference <= allowed ? Match.WITHIN_TOLERANCE : Match.DIFFERENT;
    }

    private static boolean isNumber(Cell cell) {
        return cell instanceof Cell.Exact || cell instanceof Cell.Approximate;
    }
}
