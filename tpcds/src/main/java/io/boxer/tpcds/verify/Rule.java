// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import java.util.Locale;

/** Which clause of the rule a verified answer needed, from the strictest to the widest. */
public enum Rule {
    /** The same rows in the same order. */
    EXACT,
    /** The same rows in another order that the query allows. */
    SET,
    /** The same rows, of which some numbers were computed in DOUBLE by DuckDB and agree within the last digit of Spark. */
    DOUBLE,
    /** Another choice among the rows that tie at the LIMIT. */
    TIES;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
