// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.drain;

import io.boxer.common.NodeId;
import io.boxer.spot.Pool;
import java.time.Instant;
import java.util.Optional;

/**
 * One node as it was when somebody looked. Immutable.
 *
 * @param capacityBytes of memory; the disk of a stable node is a refuge, no reason to launch fewer nodes
 * @param usedBytes of the capacity: blocks in use, whole ones however little is in them
 * @param storedBytes written to them
 * @param deadline when somebody takes it, if that is announced; not the soft deadline of a scale-in
 * @param launched when the provider started it; empty if no instance of the provider's runs under its name
 */
public record NodeView(
        NodeId name,
        Pool pool,
        NodeState state,
        long capacityBytes,
        long usedBytes,
        long storedBytes,
        Optional<Instant> deadline,
        Optional<Instant> launched) {

    /** A node that serves, with full blocks, without a deadline and not from a provider. */
    public static NodeView active(NodeId name, Pool pool, long capacityBytes, long usedBytes) {
        return new NodeView(
                name, pool, NodeState.ACTIVE, capacityBytes, usedBytes, usedBytes, Optional.empty(), Optional.empty());
    }

    /** A node that the provider has started and the store has not seen. */
    public static NodeView launching(NodeId name, Pool pool, Instant launched) {
        return new NodeView(name, pool, NodeState.LAUNCHING, 0, 0, 0, Optional.empty(), Optional.of(launched));
    }

    public NodeView with(NodeState newState) {
        return new NodeView(name, pool, newState, capacityBytes, usedBytes, storedBytes, deadline, launched);
    }

    public NodeView launchedAt(Instant at) {
        return new NodeView(name, pool, state, capacityBytes, usedBytes, storedBytes, deadline, Optional.of(at));
    }

    public NodeView draining(Optional<Instant> until) {
        return new NodeView(name, pool, NodeState.DRAINING, capacityBytes, usedBytes, storedBytes, until, launched);
    }

    public NodeView endingAt(Optional<Instant> end) {
        return new NodeView(name, pool, state, capacityBytes, usedBytes, storedBytes, end, launched);
    }

    /** A spot node that serves or will serve. */
    public boolean servesOnSpot() {
        return pool.isSpot() && state.serves();
    }
}
