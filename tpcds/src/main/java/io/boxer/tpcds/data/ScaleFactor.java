// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import io.boxer.common.BoxerException;
import java.math.BigDecimal;

/**
 * How much data: 1 is about 1 GB of text and 256 MB of Parquet. Immutable.
 *
 * @param value from 0.01 to 1000, without trailing zeros
 */
public record ScaleFactor(BigDecimal value) {
    private static final BigDecimal SMALLEST = new BigDecimal("0.01");
    private static final BigDecimal LARGEST = new BigDecimal("1000");

    /**
     * Any value of the range.
     *
     * @throws BoxerException USER if the value is outside the range
     */
    public ScaleFactor {
        if (value.compareTo(SMALLEST) < 0 || value.compareTo(LARGEST) > 0) {
            throw refusal(value.toPlainString());
        }
        value = new BigDecimal(value.stripTrailingZeros().toPlainString());
    }

    /**
     * Reads {@code 1} or {@code 0.01}.
     *
     * @throws BoxerException USER if the text is no number or outside the range
     */
    public static ScaleFactor parse(String text) {
        try {
            return new ScaleFactor(new BigDecimal(text.strip()));
        } catch (NumberFormatException e) {
            throw refusal(text);
        }
    }

    private static BoxerException refusal(String text) {
        return BoxerException.user("scale=%s is not a number from 0.01 to 1000; use --scale 0.01, 0.1, 1 or 10", text);
    }

    double toDouble() {
        return value.doubleValue();
    }

    @Override
    public String toString() {
        return value.toPlainString();
    }
}
