// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds our exceptions below those that Crail's futures wrap around them. */
final class Failures {
    /** Crail wraps up to three times; the limit guards against a cycle of causes. */
    private static final int MAX_DEPTH = 16;

    private Failures() {}

    static <E extends Throwable> Optional<E> find(Throwable failure, Class<E> kind) {
        @Nullable Throwable at = failure;
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
            if (kind.isInstance(at)) {
                return Optional.of(kind.cast(at));
            }
            at = at.getCause();
        }
        return Optional.empty();
    }

    /** @return one line for the list of what was tried */
    static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
