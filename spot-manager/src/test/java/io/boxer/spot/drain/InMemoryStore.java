// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.drain;

import io.boxer.common.BoxerException;
import io.boxer.common.NodeId;
import io.boxer.spot.NoticeId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A store without data: its nodes are put in by a test, a drain is over at once. Thread-safe. */
public final class InMemoryStore implements Drainable {
    private final Map<NodeId, NodeView> nodes = new LinkedHashMap<>();
    private final Set<NoticeId> notices = new LinkedHashSet<>();
    private boolean down;

    public synchronized void put(NodeView node) {
        nodes.put(node.name(), node);
    }

    /** While down, everything fails as a peer that does not answer. */
    public synchronized void isDown(boolean now) {
        down = now;
    }

    /** The notices that drained something, each once. */
    public synchronized List<NoticeId> drains() {
        return List.copyOf(notices);
    }

    public synchronized Optional<NodeView> node(String name) {
        return Optional.ofNullable(nodes.get(new NodeId(name)));
    }

    @Override
    public synchronized void drain(NodeId node, NoticeId notice, DrainKind kind, Optional<Instant> deadline) {
        NodeView before = known(node);
        notices.add(notice);
        nodes.put(
                node,
                before.draining(kind == DrainKind.NOTICE ? deadline : Optional.empty())
                        .with(NodeState.DRAINED));
    }

    @Override
    public synchronized void cordon(NodeId node) {
        nodes.put(node, known(node).with(NodeState.CORDONED));
    }

    @Override
    public synchronized ClusterView view() {
        if (down) {
            throw BoxerException.peer("the store does not answer");
        }
        return new ClusterView(Instant.now(), List.copyOf(nodes.values()));
    }

    private NodeView known(NodeId node) {
        NodeView view = nodes.get(node);
        if (down || view == null) {
            throw BoxerException.peer("the store does not answer, or has no %s", node);
        }
        return view;
    }
}
