// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.drain;

import static io.boxer.spot.drain.Views.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.admin.AdminClient;
import io.boxer.common.admin.AdminServer;
import io.boxer.common.admin.Json;
import io.boxer.common.admin.Metrics;
import io.boxer.common.admin.Route;
import io.boxer.common.security.ClusterKey;
import io.boxer.spot.NoticeId;
import io.boxer.spot.Pool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminDrainableTest {
    private static final ClusterKey KEY = ClusterKey.random();
    private static final NodeId SPOT_1 = new NodeId("spot-1");
    private static final NoticeId NOTICE = NoticeId.of(SPOT_1, "interruption", NOW);
    private static final String STATUS = """
            {"clusterId": "ab", "blockSizeBytes": 1048576, "nodes": [
              {"name": "stable-1", "pool": "stable", "state": "ACTIVE", "memorySlots": 10, "freeMemorySlots": 5,
               "spillSlots": 20, "freeSpillSlots": 20, "blocks": 5, "bytes": 5000000, "deadlineMillis": -1},
              {"name": "spot-1", "pool": "spot:m6i.large:us-east-1a", "state": "DRAINING", "memorySlots": 10,
               "spillSlots": 0, "blocks": 1, "bytes": 10, "deadlineMillis": 5000},
              {"name": "spot-2", "pool": "spot:m6i.large:us-east-1a", "state": "DRAINING", "memorySlots": 10,
               "spillSlots": 0, "blocks": 1, "bytes": 10, "deadlineMillis": 60000},
              {"name": "spot-3", "pool": "spot:m6i.large:us-east-1a", "state": "ACTIVE", "memorySlots": 10,
               "spillSlots": 0, "blocks": 0, "bytes": 0},
              {"name": "spot-3", "pool": "spot:m6i.large:us-east-1a", "state": "DEAD", "memorySlots": 10,
               "spillSlots": 0, "blocks": 0, "bytes": 0}],
             "drains": [{"id": "x", "node": "spot-1", "kind": "notice"}, {"id": "y", "node": "spot-2", "kind": "scale-in"}]}
            """;

    private final List<String> posts = new CopyOnWriteArrayList<>();
    private final AdminServer server = AdminServer.start(
            HostPort.parse("127.0.0.1:0"),
            new Metrics(),
            KEY,
            List.of(
                    Route.get("/v1/status", request -> json(STATUS)),
                    Route.post("/v1/nodes/{name}/drain", request -> {
                        if (request.parameter("name").equals("spot-9")) {
                            throw BoxerException.user("node=spot-9 is unknown");
                        }
                        posts.add(request.parameter("name") + " drain " + request.body(JsonNode.class));
                        return Map.of();
                    }),
                    Route.post("/v1/nodes/{name}/cordon", request -> {
                        posts.add(request.parameter("name") + " cordon");
                        return Map.of();
                    })));
    private final AdminDrainable store = new AdminDrainable(new AdminClient(server.address(), KEY), () -> NOW);

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theStatusBecomesAView() {
        ClusterView view = store.view();

        assertThat(view.at()).isEqualTo(NOW);
        assertThat(view.nodes()).hasSize(4);
        assertThat(view.node(new NodeId("stable-1")))
                .contains(NodeView.active(new NodeId("stable-1"), Pool.STABLE, 30L << 20, 5_000_000));
    }

    @Test
    void onlyAnAnnouncedEndIsADeadline() {
        assertThat(store.view().node(SPOT_1).orElseThrow().deadline()).contains(NOW.plusSeconds(5));
        assertThat(store.view().node(new NodeId("spot-2")).orElseThrow().deadline())
                .as("soft deadline of a scale-in")
                .isEmpty();
    }

    @Test
    void aNodeThatIsListedTwiceIsTheLivingOne() {
        assertThat(store.view().node(new NodeId("spot-3")).orElseThrow().state())
                .isEqualTo(NodeState.ACTIVE);
    }

    @Test
    void aDrainSaysTheTimeLeft() {
        store.drain(SPOT_1, NOTICE, DrainKind.NOTICE, Optional.of(NOW.plusSeconds(19)));
        store.drain(SPOT_1, NOTICE, DrainKind.REBALANCE, Optional.empty());
        store.cordon(SPOT_1);

        assertThat(posts)
                .containsExactly(
                        "spot-1 drain {\"id\":\"" + NOTICE + "\",\"kind\":\"notice\",\"deadlineMillis\":19000}",
                        "spot-1 drain {\"id\":\"" + NOTICE + "\",\"kind\":\"rebalance\"}",
                        "spot-1 cordon");
    }

    @Test
    void aRefusalOfTheStoreIsPassedOn() {
        assertThatThrownBy(() -> store.drain(new NodeId("spot-9"), NOTICE, DrainKind.NOTICE, Optional.empty()))
                .isInstanceOf(BoxerException.class)
                .hasMessage("node=spot-9 is unknown");
    }
}
