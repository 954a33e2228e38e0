// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.file;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the parts of a document stand, for messages. Confined to the thread that reads the document.
 *
 * <p>A part without a known place, as in what came by the admin API, is named by its JSON pointer.
 */
final class Places {
    private record Place(int line, int column) {}

    private final String file;
    private final Map<String, Place> keys = new HashMap<>();
    private final Map<String, Place> values = new HashMap<>();

    Places(String file) {
        this.file = file;
    }

    /** A pointer to an entry. */
    static String child(String pointer, String key) {
        return JsonPointer.valueOf(pointer)
                .append(JsonPointer.empty().appendProperty(key))
                .toString();
    }

    /** Lines and columns from 1. */
    void key(String pointer, int line, int column) {
        keys.put(pointer, new Place(line, column));
    }

    void value(String pointer, int line, int column) {
        values.put(pointer, new Place(line, column));
    }

    /** {@code boxer.yaml:3:5: services.web.command} */
    String ofValue(String pointer) {
        return say(pointer, Optional.ofNullable(values.get(pointer)));
    }

    /** The same for the key that stands before the value. */
    String ofKey(String pointer) {
        return say(pointer, Optional.ofNullable(keys.get(pointer)).or(() -> Optional.ofNullable(values.get(pointer))));
    }

    /** Sorts as the parts stand in the document. */
    long rank(String pointer) {
        return Optional.ofNullable(keys.get(pointer))
                .or(() -> Optional.ofNullable(values.get(pointer)))
                .map(place -> (long) place.line() << 32 | place.column())
                .orElse(Long.MAX_VALUE);
    }

    private String say(String pointer, Optional<Place> place) {
        String path = path(pointer);
        return file
                + place.map(found -> ":%d:%d".formatted(found.line(), found.column()))
                        .orElse("")
                + (path.isEmpty() ? "" : ": " + path);
    }

    private static String path(String pointer) {
        return pointer.isEmpty()
                ? ""
                : pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~");
    }
}
