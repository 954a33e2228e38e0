// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.daemon;

import io.boxer.common.NodeId;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.Instance;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts together what the store says of its nodes and what the provider says of its instances. The provider knows first that a node
 * has ended; the store knows first that one has joined. Confined to the thread of the spot manager.
 */
final class FleetWatch {
    private final Instant since;
    private final Set<NodeId> joined = new HashSet<>();

    /** Remembers from now on which nodes have joined; a node launched before counts as launched now. */
    FleetWatch(Instant since) {
        this.since = since;
    }

    ClusterView merge(ClusterView store, List<Instance> instances) {
        Map<NodeId, Instance> byName = latest(instances);
        List<NodeView> nodes = new ArrayList<>();
        for (NodeView node : store.nodes()) {
            joined.add(node.name());
            Instance instance = byName.get(node.name());
            nodes.add(instance == null ? node : known(node, instance));
        }
        byName.values().stream()
                .filter(instance ->
                        instance.runs() && store.node(instance.name()).isEmpty())
                .map(this::unknown)
                .forEach(nodes::add);
        return new ClusterView(store.at(), nodes);
    }

    /** The one that runs, else the one launched last. */
    private static Map<NodeId, Instance> latest(List<Instance> instances) {
        Map<NodeId, Instance> byName = new HashMap<>();
        for (Instance instance : instances) {
            byName.merge(instance.name(), instance, (a, b) -> newer(b, a) ? b : a);
        }
        return byName;
    }

    private static boolean newer(Instance a, Instance b) {
        return a.runs() == b.runs() ? a.launched().isAfter(b.launched()) : a.runs();
    }

    private static NodeView known(NodeView node, Instance instance) {
        return instance.runs() ? node.launchedAt(instance.launched()) : node.with(NodeState.GONE);
    }

    /** It runs and the store does not list it: not yet, or, after a restart of the store, not again yet. */
    private NodeView unknown(Instance instance) {
        Instant launched = instance.launched().isAfter(since) ? instance.launched() : since;
        NodeState state = joined.contains(instance.name()) ? NodeState.SUSPECT : NodeState.LAUNCHING;
        return new NodeView(instance.name(), instance.pool(), state, 0, 0, 0, Optional.empty(), Optional.of(launched));
    }
}
