// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

/** Seconds since a moment, to a millisecond. Immutable. */
record Stopwatch(long startNanos) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;

    static Stopwatch start() {
        return new Stopwatch(System.nanoTime());
    }

    double seconds() {
        return Math.round((System.nanoTime() - startNanos) / NANOS_PER_MILLI) / MILLIS_PER_SECOND;
    }
}
