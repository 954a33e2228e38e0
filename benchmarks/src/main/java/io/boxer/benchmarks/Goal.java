// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks;

import java.util.Locale;

/** What a figure is to reach; judged by its median. Immutable. */
public sealed interface Goal {
    /** As people write it: {@code >= 0.98x}. */
    String text();

    boolean isMetBy(Figure figure);

    /** Ours over the peer's. */
    record Ratio(Bound bound, double value) implements Goal {
        @Override
        public String text() {
            return bound.sign + " " + number(value) + "x";
        }

        @Override
        public boolean isMetBy(Figure figure) {
            return figure.ratio()
                    .filter(ratio -> bound.holds(ratio.median(), value))
                    .isPresent();
        }
    }

    /** Ours alone, in the figure's unit. */
    record Ours(Bound bound, double value) implements Goal {
        @Override
        public String text() {
            return bound.sign + " " + number(value);
        }

        @Override
        public boolean isMetBy(Figure figure) {
            return bound.holds(figure.ours().median(), value);
        }
    }

    /** Nobody asks for anything: the figure is there to be read. */
    record None() implements Goal {
        @Override
        public String text() {
            return "";
        }

        @Override
        public boolean isMetBy(Figure figure) {
            return true;
        }
    }

    /** From which side. */
    enum Bound {
        AT_LEAST(">="),
        AT_MOST("<=");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }

        private boolean holds(double measured, double value) {
            return this == AT_LEAST ? measured >= value : measured <= value;
        }
    }

    static Goal ratioAtLeast(double value) {
        return new Ratio(Bound.AT_LEAST, value);
    }

    static Goal ratioAtMost(double value) {
        return new Ratio(Bound.AT_MOST, value);
    }

    static Goal atLeast(double value) {
        return new Ours(Bound.AT_LEAST, value);
    }

    static Goal atMost(double value) {
        return new Ours(Bound.AT_MOST, value);
    }

    static Goal none() {
        return new None();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%s", value);
    }
}
