// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.query;

import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What DuckDB must be told differently from Spark so that both compute the same. No state. */
public final class DuckDbDialect {
    private static final Pattern LIMIT = Pattern.compile("\\s+LIMIT\\s+(\\d+)\\s*$", Pattern.CASE_INSENSITIVE);

    private record Repair(String from, String to) {}

    /** Five of 103: an ambiguous name (q58, q72), an alias that is a keyword (q77, q90), NULL in concat (q84). */
    private static final Map<QueryName, Repair> REPAIRS = Map.of(
            QueryName.of("q58"), new Repair("ORDER BY item_id", "ORDER BY ss_items.item_id"),
            QueryName.of("q72"), new Repair("w_warehouse_name, d_week_seq", "w_warehouse_name, d1.d_week_seq"),
            QueryName.of("q77"), new Repair("coalesce(returns, 0) returns", "coalesce(returns, 0) AS returns"),
            QueryName.of("q84"),
                    new Repair("concat(c_last_name, ', ', c_first_name)", "c_last_name || ', ' || c_first_name"),
            QueryName.of("q90"), new Repair("5200) at,", "5200) AS at_,"));

    private DuckDbDialect() {}

    /**
     * Translates a text of Spark.
     *
     * @throws IllegalArgumentException if the place to repair is not in the text exactly once
     */
    public static String translate(QueryName name, String sparkText) {
        String text = sparkText.replace('`', '"');
        Repair repair = REPAIRS.get(name);
        if (repair == null) {
            return text;
        }
        int at = text.indexOf(repair.from());
        if (at < 0 || text.indexOf(repair.from(), at + 1) >= 0) {
            throw new IllegalArgumentException(name + " does not hold the text \"" + repair.from()
                    + "\" once; these are other query texts than Spark 4.1's, whose repairs are known");
        }
        return text.replace(repair.from(), repair.to());
    }

    /** The number of the LIMIT at the end of the text. */
    public static OptionalInt limit(String text) {
        Matcher limit = LIMIT.matcher(text);
        return limit.find() ? OptionalInt.of(Integer.parseInt(limit.group(1))) : OptionalInt.empty();
    }

    /** The text without the LIMIT at its end. */
    public static String withoutLimit(String text) {
        return LIMIT.matcher(text).replaceFirst("");
    }
}
