// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a trace. Immutable.
 *
 * @param process that it happened in
 * @param nanos when, on the clock that all processes of a machine share
 */
record Event(String process, long nanos, String name, Map<String, String> fields) {
    boolean is(String wanted) {
        return name.equals(wanted);
    }

    /** @param kind of the record, or of the answer or operation */
    boolean is(String wanted, String kind) {
        return name.equals(wanted) && kind.equals(fields.get("kind"));
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    String text(String field) {
        return Optional.ofNullable(fields.get(field))
                .orElseThrow(() -> new IllegalStateException("%s has no field %s".formatted(this, field)));
    }

    long number(String field) {
        return Long.parseLong(text(field));
    }

    boolean flag(String field) {
        return has(field) && Boolean.parseBoolean(text(field));
    }

    /** A list as Java writes it: {@code [a, b]}. */
    List<String> list(String field) {
        String inside = text(field).replaceAll("^\\[|]$", "");
        return inside.isEmpty() ? List.of() : Arrays.asList(inside.split(", ?", -1));
    }

    @Override
    public String toString() {
        return "t=%d %s %s %s".formatted(nanos, process, name, fields);
    }
}
