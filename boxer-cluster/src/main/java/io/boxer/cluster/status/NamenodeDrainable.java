// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.status;

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
import java.util.Optional;

/** The elastic store as the spot manager sees it: the one place where the two meet. Thread-safe. */
public final class NamenodeDrainable implements Drainable {
    private final StoreAdmin admin;
    private final InstantSource clock;

    public NamenodeDrainable(StoreAdmin admin, InstantSource clock) {
        this.admin = admin;
        this.clock = clock;
    }

    @Override
    public void drain(NodeId node, NoticeId notice, DrainKind kind, Optional<Instant> deadline) {
        Optional<Duration> left = deadline.map(end -> Duration.between(clock.instant(), end))
                .map(time -> time.isNegative() ? Duration.ZERO : time);
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
        return new ClusterView(
                now,
                status.nodes().stream()
                        .map(node -> node(node, status.blockSizeBytes(), now))
                        .toList());
    }

    private static NodeView node(Node node, long blockSizeBytes, Instant now) {
        return new NodeView(
                new NodeId(node.name()),
                new Pool(node.pool()),
                NodeState.valueOf(node.state()),
                (node.memorySlots() + node.spillSlots()) * blockSizeBytes,
                node.bytes(),
                node.deadlineMillis() < 0 ? Optional.empty() : Optional.of(now.plusMillis(node.deadlineMillis())),
                Optional.empty());
    }
}
