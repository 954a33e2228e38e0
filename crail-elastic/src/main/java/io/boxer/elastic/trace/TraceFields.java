// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * All fields of a record of the log or of a message, by their names, so that none is forgotten; but {@code b}, {@code g},
 * {@code a} and {@code seq} as docs/protocol.md writes them. Immutable: a constant table.
 */
public final class TraceFields {
    private static final Map<String, String> SHORT =
            Map.of("block", "b", "gen", "g", "attempt", "a", "sequence", "seq");

    private TraceFields() {}

    /**
     * Names and values for {@link Trace#log}.
     *
     * @param record whose component {@code header}, if it has one, is taken apart too
     * @param before names and values that come first
     */
    public static Object[] of(Record record, Object... before) {
        List<Object> fields = new ArrayList<>(Arrays.asList(before));
        add(fields, record);
        return fields.toArray();
    }

    private static void add(List<Object> fields, Record record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = value(component, record);
            if (component.getName().equals("header")) {
                add(fields, (Record) value);
            } else {
                fields.add(SHORT.getOrDefault(component.getName(), component.getName()));
                fields.add(value);
            }
        }
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException closed) {
            throw new IllegalStateException("%s of %s cannot be read".formatted(component, record), closed);
        }
    }
}
