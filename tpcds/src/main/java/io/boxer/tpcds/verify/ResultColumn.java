// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column of a result. Immutable.
 *
 * @param type as its engine names it: {@code decimal(17,2)} and {@code double} of Spark, {@code DECIMAL(17,2)} and
 *     {@code DOUBLE} of DuckDB
 */
public record ResultColumn(String name, String type) {
    private static final Pattern DECIMAL = Pattern.compile("decimal\\(\\d+,\\s*(\\d+)\\)");

    public ResultColumn {
        type = type.toLowerCase(Locale.ROOT);
    }

    boolean isDouble() {
        return type.equals("double");
    }

    /** Digits behind the point, if this is a decimal. */
    OptionalInt decimalScale() {
        Matcher decimal = DECIMAL.matcher(type);
        return decimal.matches() ? OptionalInt.of(Integer.parseInt(decimal.group(1))) : OptionalInt.empty();
    }
}
