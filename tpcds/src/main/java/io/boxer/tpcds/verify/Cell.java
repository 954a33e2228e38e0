// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * One value of a result. Cells of different kinds never match; the two kinds of numbers may. Immutable.
 *
 * <p>Two equal cells of a kind are {@code equals}: {@link Exact} drops trailing zeros, since 1.50 and 1.5 are the same.
 */
public sealed interface Cell permits Cell.Null, Cell.Text, Cell.Day, Cell.Flag, Cell.Exact, Cell.Approximate {

    /** SQL's NULL. */
    record Null() implements Cell {
        @Override
        public String toString() {
            return "NULL";
        }
    }

    /** A string, as it is: blanks at its end count. */
    record Text(String value) implements Cell {
        @Override
        public String toString() {
            return "'" + value + "'";
        }
    }

    /** A date. */
    record Day(LocalDate value) implements Cell {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    /** A boolean. */
    record Flag(boolean value) implements Cell {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /** A number of an exact type: int, bigint, hugeint, decimal. */
    record Exact(BigDecimal value) implements Cell {
        public Exact {
            value = value.stripTrailingZeros();
        }

        public static Exact of(long value) {
            return new Exact(BigDecimal.valueOf(value));
        }

        @Override
        public String toString() {
            return value.toPlainString();
        }
    }

    /** A number of type double. */
    record Approximate(double value) implements Cell {
        @Override
        public String toString() {
            return Double.toString(value);
        }
    }

    /**
     * The nearest double.
     *
     * @throws IllegalArgumentException if this is no number
     */
    default double toDouble() {
        if (this instanceof Exact exact) {
            return exact.value().doubleValue();
        }
        if (this instanceof Approximate approximate) {
            return approximate.value();
        }
        throw new IllegalArgumentException(this + " is not a number");
    }
}
