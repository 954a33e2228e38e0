// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.policy;

import io.boxer.common.BoxerException;

/** How few and how many spot nodes there may be. Immutable. */
public record Bounds(int min, int max) {
    public Bounds {
        if (min < 0 || max < min) {
            throw BoxerException.user(
                    "spot nodes min=%d, max=%d: 0 <= min <= max does not hold; correct boxer.spot.min-nodes or boxer.spot.max-nodes",
                    min, max);
        }
    }

    public int clamp(int count) {
        return Math.max(min, Math.min(max, count));
    }
}
