// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot;

import io.boxer.common.BoxerException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Nodes that come and go together: the stable floor, or one instance type in one availability zone of the spot market. Immutable.
 *
 * @param text {@code stable} or {@code spot:TYPE:ZONE}, for example {@code spot:m6i.large:us-east-1a}
 */
public record Pool(String text) {
    private static final Pattern SHAPE = Pattern.compile("stable|spot:[a-z0-9][a-z0-9.-]*:[a-z0-9][a-z0-9-]*");

    /** The pool of the nodes that nobody takes away. */
    public static final Pool STABLE = new Pool("stable");

    public Pool {
        if (!SHAPE.matcher(text).matches()) {
            throw BoxerException.user(
                    "pool=%s is neither stable nor spot:TYPE:ZONE; write for example spot:m6i.large:us-east-1a", text);
        }
    }

    public boolean isSpot() {
        return text.startsWith("spot:");
    }

    /** {@code m6i.large}; empty for the stable pool. */
    public Optional<String> instanceType() {
        return isSpot() ? Optional.of(text.split(":", -1)[1]) : Optional.empty();
    }

    /** {@code us-east-1a}; empty for the stable pool. */
    public Optional<String> zone() {
        return isSpot() ? Optional.of(text.split(":", -1)[2]) : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
