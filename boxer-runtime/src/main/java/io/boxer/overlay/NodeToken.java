// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import java.security.SecureRandom;

/**
 * Drawn by a supervisor at its start: whoever comes with it again is the same node, after a broken link or a restart of the
 * coordinator.
 */
public record NodeToken(long high, long low) {
    public static NodeToken random() {
        var random = new SecureRandom();
        return new NodeToken(random.nextLong(), random.nextLong());
    }

    /** Masked: it is all that stands between two nodes of one name. */
    @Override
    public String toString() {
        return "NodeToken[********]";
    }
}
