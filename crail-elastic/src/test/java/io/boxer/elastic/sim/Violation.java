// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

/** An invariant of docs/protocol.md, section 7, does not hold, or nothing goes on where something must. */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    Violation(String invariant, String format, Object... values) {
        super(invariant + ": " + format.formatted(values));
    }

    static void unless(boolean holds, String invariant, String format, Object... values) {
        if (!holds) {
            throw new Violation(invariant, format, values);
        }
    }
}
