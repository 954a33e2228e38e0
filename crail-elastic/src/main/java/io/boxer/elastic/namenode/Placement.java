// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.NodeRef;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses a node for a block. New data goes to spot nodes while they have memory, the stable floor is kept for what must move;
 * disks come last, the stable one first. What moves goes to another pool where there is one, since a pool is taken away
 * together. Ties go to the node with the most free slots, so that data spreads. Pure.
 */
final class Placement {
    private Placement() {}

    static Optional<Node> forNewBlock(Collection<Node> nodes, Set<NodeRef> except, long nowNanos) {
        return choose(nodes, except, nowNanos, Comparator.comparing(Placement::newBlockRank));
    }

    static Optional<Node> forMove(Collection<Node> nodes, Node source, Set<NodeRef> except, long nowNanos) {
        return choose(nodes, except, nowNanos, Comparator.comparing(node -> moveRank(node, source)));
    }

    private static Optional<Node> choose(
            Collection<Node> nodes, Set<NodeRef> except, long nowNanos, Comparator<Node> rank) {
        return nodes.stream()
                .filter(node -> node.accepts(nowNanos) && !except.contains(node.ref()))
                .filter(node -> node.freeMemorySlots() + node.freeSpillSlots() > 0)
                .min(rank.thenComparing(
                                Comparator.comparingInt(Node::freeMemorySlots).reversed())
                        .thenComparing(Node::name));
    }

    private static int newBlockRank(Node node) {
        if (node.freeMemorySlots() > 0) {
            return node.pool().isStable() ? 1 : 0;
        }
        return node.pool().isStable() ? 2 : 3;
    }

    private static int moveRank(Node node, Node source) {
        if (node.freeMemorySlots() == 0) {
            return node.pool().isStable() ? 3 : 4;
        }
        if (node.pool().isStable()) {
            return 2;
        }
        return node.pool().equals(source.pool()) ? 1 : 0;
    }
}
