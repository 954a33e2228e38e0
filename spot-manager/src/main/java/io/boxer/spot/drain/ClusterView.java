// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.drain;

import io.boxer.common.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * All nodes as they were at one moment. Immutable.
 *
 * @param at when the view was taken; {@link #age} says how old it is
 */
public record ClusterView(Instant at, List<NodeView> nodes) {
    public ClusterView {
        nodes = List.copyOf(nodes);
    }

    public Optional<NodeView> node(NodeId name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    public List<NodeView> where(Predicate<NodeView> condition) {
        return nodes.stream().filter(condition).toList();
    }

    /** Spot nodes that serve or will: what {@code min} and {@code max} bound. */
    public List<NodeView> spotServing() {
        return where(NodeView::servesOnSpot);
    }

    /** How many nodes take data now. */
    public int active() {
        return where(node -> node.state() == NodeState.ACTIVE).size();
    }

    /** Room taken anywhere, on nodes that are leaving too: it will be needed elsewhere. */
    public long usedBytes() {
        return sum(NodeView::usedBytes);
    }

    /** Bytes written and still there. */
    public long storedBytes() {
        return sum(NodeView::storedBytes);
    }

    private long sum(ToLongFunction<NodeView> bytes) {
        return nodes.stream()
                .filter(node -> !node.state().ended())
                .mapToLong(bytes)
                .sum();
    }

    public Duration age(Instant now) {
        return Duration.between(at, now);
    }
}
