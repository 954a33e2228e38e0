// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.report;

import java.util.Locale;

/** Sizes for people. Stateless. */
public final class Bytes {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Bytes() {}

    /** Three digits at most: {@code 0 B}, {@code 612 MiB}, {@code 1.25 GiB}. */
    public static String text(long bytes) {
        int unit = 0;
        double value = bytes;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        String digits = unit == 0 || value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, digits + " %s", value, UNITS[unit]);
    }
}
