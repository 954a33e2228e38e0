// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.query;

import java.util.List;

/**
 * One key of a query's ORDER BY, by columns of its result. Immutable.
 *
 * @param minuend position from 0 of the column
 * @param subtrahend position from 0 of the column to subtract, or -1 for none
 * @param descending NULLs are last then, first otherwise
 */
public record OrderKey(int minuend, int subtrahend, boolean descending) {
    static final int NONE = -1;

    /** Reads {@code d_year}, {@code sum_agg desc}, {@code #3} (third column), {@code a - b}. */
    static OrderKey parse(String text, List<String> columns) {
        boolean descending = text.endsWith(" desc");
        String[] names = (descending ? text.substring(0, text.length() - " desc".length()) : text).split(" - ", -1);
        int subtrahend = names.length == 2 ? position(names[1], columns) : NONE;
        return new OrderKey(position(names[0], columns), subtrahend, descending);
    }

    private static int position(String name, List<String> columns) {
        if (name.startsWith("#")) {
            return Integer.parseInt(name.substring(1)) - 1;
        }
        List<String> sameName = columns.stream().filter(name::equalsIgnoreCase).toList();
        if (sameName.size() != 1) {
            throw new IllegalArgumentException("the order key " + name + " names " + sameName.size()
                    + " of the columns " + columns + "; correct order.properties");
        }
        return columns.indexOf(sameName.get(0));
    }
}
