// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxer.cluster.status.StoreStatus.Drain;
import io.boxer.cluster.status.StoreStatus.Node;
import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.admin.AdminServer;
import io.boxer.common.admin.Metrics;
import io.boxer.common.admin.Route;
import io.boxer.common.security.ClusterKey;
import io.boxer.spot.NoticeId;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.DrainKind;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class NamenodeDrainableTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String POOL = "spot:m6i.large:us-east-1a";
    private static final ClusterKey KEY = ClusterKey.random();
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
    void anOldNoticeSaysNothingOfANodeThatCameBackUnderItsName() {
        List<Node> draining = List.of(node("spot-1", POOL, "DRAINING", 5000));
        List<Drain> drains = List.of(drain("spot-1", "notice"), drain("spot-1", "scale-in"));

        assertThat(spot1(view(draining, drains)).deadline()).isEmpty();
    }

    @Test
    void aDrainSaysTheTimeLeftAndAMillisecondWhenItIsOver() {
        List<String> posts = new CopyOnWriteArrayList<>();
        try (AdminServer server = AdminServer.start(
                HostPort.parse("127.0.0.1:0"),
                new Metrics(),
                KEY,
                List.of(
                        Route.post("/v1/nodes/{name}/drain", request -> {
                            if (request.parameter("name").equals("spot-9")) {
                                throw BoxerException.user("node=spot-9 is unknown");
                            }
                            posts.add(request.parameter("name") + " drain " + request.body(JsonNode.class));
                            return drain("spot-1", "notice");
                        }),
                        Route.post("/v1/nodes/{name}/cordon", request -> {
                            posts.add(request.parameter("name") + " cordon");
                            return Map.of();
                        })))) {
            NamenodeDrainable store = new NamenodeDrainable(new StoreAdmin(server.address(), KEY), () -> NOW);
            NoticeId notice = NoticeId.of(SPOT_1, "interruption", NOW);

            store.drain(SPOT_1, notice, DrainKind.NOTICE, Optional.of(NOW.plusSeconds(19)));
            store.drain(SPOT_1, notice, DrainKind.NOTICE, Optional.of(NOW.minusSeconds(1)));
            store.drain(SPOT_1, notice, DrainKind.REBALANCE, Optional.empty());
            store.cordon(SPOT_1);

            assertThat(posts).hasSize(4);
            assertThat(posts.get(0))
                    .contains("\"id\":\"" + notice + "\"", "\"kind\":\"notice\"", "\"deadlineMillis\":19000");
            assertThat(posts.get(1)).contains("\"deadlineMillis\":1}");
            assertThat(posts.get(2)).contains("\"kind\":\"rebalance\"").doesNotContainPattern("deadlineMillis\":\\d");
            assertThat(posts.get(3)).isEqualTo("spot-1 cordon");
            assertThatThrownBy(() -> store.drain(new NodeId("spot-9"), notice, DrainKind.NOTICE, Optional.empty()))
                    .isInstanceOf(BoxerException.class)
                    .hasMessage("node=spot-9 is unknown");
        }
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
