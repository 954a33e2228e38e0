// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.policy;

import io.boxer.common.NodeId;
import io.boxer.spot.Pool;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import io.boxer.spot.drain.Views;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does what the core's actions say, with simulated time: a node joins 20 s after its launch and is drained after 5 s. */
final class SimulatedCluster {
    private static final int JOIN_SECONDS = 20;
    private static final int DRAIN_SECONDS = 5;

    private final Map<NodeId, NodeView> nodes = new LinkedHashMap<>();
    private final Map<NodeId, Instant> drainEnds = new LinkedHashMap<>();
    private final List<Action> done = new ArrayList<>();
    private int launched;

    SimulatedCluster(int stable) {
        for (int i = 1; i <= stable; i++) {
            NodeId name = new NodeId("stable-" + i);
            nodes.put(name, NodeView.active(name, Pool.STABLE, Views.GIB, 0));
        }
    }

    /** What time alone does. */
    void advance(Instant now) {
        nodes.replaceAll((name, node) -> {
            if (node.state() == NodeState.LAUNCHING
                    && reached(node.launched().map(at -> at.plusSeconds(JOIN_SECONDS)), now)) {
                return NodeView.active(name, node.pool(), Views.GIB, 0).launchedAt(now);
            }
            if (reached(node.deadline(), now)) {
                return node.with(NodeState.GONE);
            }
            boolean drained =
                    node.state() == NodeState.DRAINING && reached(Optional.ofNullable(drainEnds.get(name)), now);
            return drained ? node.with(NodeState.DRAINED) : node;
        });
        nodes.values().removeIf(node -> node.state() == NodeState.GONE);
    }

    private static boolean reached(Optional<Instant> time, Instant now) {
        return time.map(at -> !at.isAfter(now)).orElse(false);
    }

    void apply(List<Action> actions, Instant now) {
        done.addAll(actions);
        for (Action action : actions) {
            if (action instanceof Action.Launch launch) {
                for (int i = 0; i < launch.count(); i++) {
                    NodeId name = new NodeId("spot-" + ++launched);
                    nodes.put(name, NodeView.launching(name, launch.pool(), now));
                }
            } else if (action instanceof Action.Drain drain) {
                nodes.computeIfPresent(drain.node(), (name, node) -> node.draining(drain.taken()));
                drainEnds.put(drain.node(), now.plusSeconds(DRAIN_SECONDS));
            } else if (action instanceof Action.Terminate terminate) {
                nodes.remove(terminate.node());
            }
        }
    }

    /** The node is gone without a word. */
    void kill(NodeId name) {
        nodes.computeIfPresent(name, (same, node) -> node.with(NodeState.DEAD));
    }

    void store(NodeId name, long bytes) {
        nodes.computeIfPresent(
                name,
                (same, node) -> new NodeView(
                        name,
                        node.pool(),
                        node.state(),
                        node.capacityBytes(),
                        bytes,
                        bytes,
                        node.deadline(),
                        node.launched()));
    }

    ClusterView view(Instant now) {
        return new ClusterView(now, List.copyOf(nodes.values()));
    }

    <T extends Action> List<T> done(Class<T> kind) {
        return done.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
