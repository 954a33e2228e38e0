// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.policy;

import java.time.Instant;

/**
 * How many spot nodes are wanted. Immutable.
 *
 * @param target spot nodes wanted now, within the bounds
 * @param lastChange when a launch, a drain or a notice last changed the fleet
 */
public record Fleet(int target, Bounds bounds, Instant lastChange) {
    public Fleet {
        target = bounds.clamp(target);
    }

    public Fleet withTarget(int newTarget) {
        return new Fleet(newTarget, bounds, lastChange);
    }

    public Fleet within(Bounds newBounds) {
        return new Fleet(target, newBounds, lastChange);
    }

    public Fleet changed(Instant at) {
        return new Fleet(target, bounds, at);
    }
}
