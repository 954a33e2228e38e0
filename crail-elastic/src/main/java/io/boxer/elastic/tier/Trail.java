// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What an operation has tried, for the message of its failure: counts, and the last few things that went wrong. */
final class Trail {
    private static final int KEPT = 5;

    private final Deque<String> last = new ArrayDeque<>();
    private int attempts;
    private int resolves;
    private int waits;

    void attempted() {
        attempts++;
    }

    void resolved() {
        resolves++;
    }

    void waited() {
        waits++;
    }

    int waits() {
        return waits;
    }

    void note(String what, @Nullable Location where) {
        note(where + ": " + what);
    }

    /** The same line again is not worth a second place. */
    void note(String what) {
        if (what.equals(last.peekLast())) {
            return;
        }
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(what);
    }

    @Override
    public String toString() {
        return "%d attempts and %d resolves; last: %s"
                .formatted(attempts, resolves, last.isEmpty() ? "nothing" : String.join("; ", last));
    }
}
