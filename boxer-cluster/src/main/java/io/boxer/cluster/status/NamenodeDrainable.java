// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.status;

import io.boxer.cluster.status.StoreStatus.Drain;
import io.boxer.cluster.status.StoreStatus.Node;
import io.boxer.common.NodeId;
import io.boxer.spot.NoticeId;
import io.boxer.spot.Pool;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.DrainKind;
import io.boxer.spot.drain.Drainable;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The elastic store as the spot manager sees it: the one place where the two meet. Thread-safe. */
public final class NamenodeDrainable implements Drainable {
    /** The namenode refuses a deadline that has passed. */
    private static final Duration LEAST = Duration.ofMillis(1);

    private final StoreAdmin admin;
    private final InstantSource clock;

    public NamenodeDrainable(StoreAdmin admin, InstantSource clock) {
        this.admin = admin;
        this.clock = clock;
    }

    @Override
    public void drain(NodeId node, NoticeId notice, DrainKind kind, Optional<Instant> deadline) {
        Optional<Duration> left = deadline.map(end -> Duration.between(clock.instant(), end))
                .map(time -> time.compareTo(LEAST) < 0 ? LEAST : time);
        admin.drain(node.value(), notice.value(), kind.word(), left);
    }

    @Override
    public void cordon(NodeId node) {
        admin.cordon(node.value());
    }

    @Override
    public ClusterView view() {
        return view(admin.status(), clock.instant());
    }

    /** The same view of a status that somebody has asked for already. */
    public static ClusterView view(StoreStatus status, Instant now) {
        Map<String, String> newestDrain = new HashMap<>();
        for (Drain drain : status.drains()) {
            newestDrain.put(drain.node(), drain.kind());
        }
        Map<NodeId, NodeView> nodes = new LinkedHashMap<>();
        for (Node node : status.nodes()) {
            boolean taken = DrainKind.NOTICE.word().equals(newestDrain.get(node.name())) && node.deadlineMillis() >= 0;
            Optional<Instant> end = taken ? Optional.of(now.plusMillis(node.deadlineMillis())) : Optional.empty();
            nodes.merge(new NodeId(node.name()), node(node, status.blockSizeBytes(), end), NamenodeDrainable::living);
        }
        return new ClusterView(now, List.copyOf(nodes.values()));
    }

    /** A node that came back may be listed under its old incarnation too. */
    private static NodeView living(NodeView before, NodeView after) {
        return after.state().ended() && !before.state().ended() ? before : after;
    }

    /** The end is what somebody announced; the deadline of any other drain is only a wish. */
    private static NodeView node(Node node, long blockSizeBytes, Optional<Instant> end) {
        return new NodeView(
                new NodeId(node.name()),
                new Pool(node.pool()),
                NodeState.valueOf(node.state()),
                node.memorySlots() * blockSizeBytes,
                (node.memorySlots() - node.freeMemorySlots() + node.spillSlots() - node.freeSpillSlots())
                        * blockSizeBytes,
                node.bytes(),
                end,
                Optional.empty());
    }
}
