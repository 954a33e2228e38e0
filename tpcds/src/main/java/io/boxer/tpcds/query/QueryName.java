// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one of the 103 queries: q1 … q99, of which q14, q23, q24 and q39 come as a and b. Sorted by number. Immutable.
 *
 * @param variant "a", "b" or ""
 */
public record QueryName(int number, String variant) implements Comparable<QueryName> {
    private static final int LAST = 99;
    private static final Set<Integer> IN_TWO_PARTS = Set.of(14, 23, 24, 39);
    private static final Pattern FORM = Pattern.compile("q([1-9][0-9]?)([ab]?)");
    private static final Comparator<QueryName> ORDER =
            Comparator.comparingInt(QueryName::number).thenComparing(QueryName::variant);

    public QueryName {
        boolean named = number >= 1 && number <= LAST;
        boolean part = variant.equals("a") || variant.equals("b");
        if (!named || (IN_TWO_PARTS.contains(number) ? !part : !variant.isEmpty())) {
            throw new IllegalArgumentException("q" + number + variant + " is not a TPC-DS query");
        }
    }

    /** Empty if the text names no query; q14 without a or b names none. */
    public static Optional<QueryName> find(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new QueryName(Integer.parseInt(form.group(1)), form.group(2)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * As {@link #find}, for text that must be a name.
     *
     * @throws IllegalArgumentException if the text names no query
     */
    public static QueryName of(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        text + " is not a TPC-DS query (q1 … q99; q14, q23, q24, q39 have a and b)"));
    }

    /** All 103. */
    public static List<QueryName> all() {
        List<QueryName> all = new ArrayList<>();
        for (int number = 1; number <= LAST; number++) {
            for (String variant : IN_TWO_PARTS.contains(number) ? List.of("a", "b") : List.of("")) {
                all.add(new QueryName(number, variant));
            }
        }
        return List.copyOf(all);
    }

    @Override
    public int compareTo(QueryName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "q" + number + variant;
    }
}
