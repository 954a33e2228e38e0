// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.drain;

import io.boxer.common.NodeId;
import io.boxer.spot.Pool;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Views for tests. */
public final class Views {
    public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    public static final Pool POOL_A = new Pool("spot:m6i.large:us-east-1a");
    public static final Pool POOL_B = new Pool("spot:m6i.large:us-east-1b");
    public static final long GIB = 1L << 30;
    public static final long MIB = 1L << 20;

    private Views() {}

    public static ClusterView view(NodeView... nodes) {
        return new ClusterView(NOW, Arrays.asList(nodes));
    }

    public static ClusterView view(List<NodeView> nodes) {
        return new ClusterView(NOW, nodes);
    }

    /** A node of 1 GiB that takes data. */
    public static NodeView active(String name, Pool pool, long usedBytes) {
        return NodeView.active(new NodeId(name), pool, GIB, usedBytes);
    }

    public static NodeView stable(long usedBytes) {
        return active("stable-1", Pool.STABLE, usedBytes);
    }

    public static NodeView in(NodeState state, String name, Pool pool) {
        return new NodeView(new NodeId(name), pool, state, GIB, 0, 0, Optional.empty(), Optional.of(NOW));
    }
}
