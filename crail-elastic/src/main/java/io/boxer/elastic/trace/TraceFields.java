// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * All fields of a record of the log or of a message, by their names, so that none is forgotten; but {@code b}, {@code g},
 * {@code a} and {@code seq} as docs/protocol.md writes them; {@code to} is whom a message goes to, so that of a field of the
 * message itself is {@code place}. Immutable: a constant table.
 */
public final class TraceFields {
    private static final Map<String, String> NAMES =
            Map.of("block", "b", "gen", "g", "attempt", "a", "sequence", "seq", "to", "place");

    private TraceFields() {}

    /**
     * Names and values for {@link Trace#log}.
     *
     * @param record whose component {@code header}, if it has one, is a record too, and is taken apart
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
                addHeader(fields, (Record) value);
            } else {
                fields.add(NAMES.getOrDefault(component.getName(), component.getName()));
                fields.add(value);
            }
        }
    }

    private static void addHeader(List<Object> fields, Record header) {
        int first = fields.size();
        add(fields, header);
        int to = fields.subList(first, fields.size()).indexOf("place");
        if (to >= 0) {
            fields.set(first + to, "to");
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
