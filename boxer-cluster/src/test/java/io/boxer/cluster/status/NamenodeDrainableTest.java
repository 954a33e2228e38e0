// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.cluster.status.StoreStatus.Drain;
import io.boxer.cluster.status.StoreStatus.Node;
import io.boxer.common.NodeId;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamenodeDrainableTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String POOL = "spot:m6i.large:us-east-1a";
    private static final NodeId SPOT_1 = new NodeId("spot-1");

    private static Node node(String name, String pool, String state, long deadlineMillis) {
        return new Node(name, "127.0.0.1:1", "1", pool, state, 10, 5, 20, 20, 5, 5_000_000, deadlineMillis);
    }

    private static Drain drain(String node, String kind) {
        return new Drain("id", node, kind, 5, 0, 0, 0, 0, 0, 0, 0, "RUNNING", Map.of());
    }

    private static ClusterView view(List<Node> nodes, List<Drain> drains) {
        return NamenodeDrainable.view(new StoreStatus("ab", 1 << 20, 1, 0, 0, 0, 0, 0, 0, 0, nodes, drains), NOW);
    }

    private static NodeView spot1(ClusterView view) {
        return view.node(SPOT_1).orElseThrow();
    }

    @Test
    void diskIsNoCapacityAndABlockTakesItsWholeRoomHoweverLittleIsInIt() {
        ClusterView view = view(List.of(node("stable-1", "stable", "ACTIVE", -1)), List.of());

        NodeView node = view.node(new NodeId("stable-1")).orElseThrow();
        assertThat(node.capacityBytes()).isEqualTo(10L << 20);
        assertThat(node.usedBytes()).isEqualTo(5L << 20);
        assertThat(node.storedBytes()).isEqualTo(5_000_000);
        assertThat(node.deadline()).isEmpty();
    }

    @Test
    void onlyAnAnnouncedEndIsADeadline() {
        List<Node> draining = List.of(node("spot-1", POOL, "DRAINING", 5000));

        assertThat(spot1(view(draining, List.of(drain("spot-1", "notice")))).deadline())
                .contains(NOW.plusSeconds(5));
        assertThat(spot1(view(draining, List.of(drain("spot-1", "scale-in")))).deadline())
                .as("the soft deadline of a scale-in")
                .isEmpty();
    }

    @Test
    void aNodeThatCameBackIsListedTwiceAndIsTheLivingOne() {
        Node dead = node("spot-1", POOL, "DEAD", -1);
        Node alive = node("spot-1", POOL, "ACTIVE", -1);

        assertThat(spot1(view(List.of(dead, alive), List.of())).state()).isEqualTo(NodeState.ACTIVE);
        assertThat(spot1(view(List.of(alive, dead), List.of())).state()).isEqualTo(NodeState.ACTIVE);
        assertThat(view(List.of(alive, dead), List.of()).nodes()).hasSize(1);
    }
}
