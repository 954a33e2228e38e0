// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.drain;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxer.common.BoxerException;
import io.boxer.common.NodeId;
import io.boxer.common.admin.AdminClient;
import io.boxer.spot.NoticeId;
import io.boxer.spot.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A store that is asked by its admin API: {@code GET /v1/status}, {@code POST /v1/nodes/NAME/drain} and {@code …/cordon}. It knows the
 * shape of the answers and nothing else of the store. Thread-safe.
 */
public final class AdminDrainable implements Drainable {
    private final AdminClient store;
    private final InstantSource clock;

    public AdminDrainable(AdminClient store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void drain(NodeId node, NoticeId notice, DrainKind kind, Optional<Instant> deadline) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", notice.value());
        body.put("kind", kind.word());
        deadline.ifPresent(at -> body.put("deadlineMillis", millisUntil(at)));
        store.post("/v1/nodes/" + node + "/drain", body, JsonNode.class);
    }

    private long millisUntil(Instant at) {
        return Math.max(1, Duration.between(clock.instant(), at).toMillis());
    }

    @Override
    public void cordon(NodeId node) {
        store.post("/v1/nodes/" + node + "/cordon", Map.of(), JsonNode.class);
    }

    @Override
    public ClusterView view() {
        return parse(store.get("/v1/status", JsonNode.class), clock.instant());
    }

    /** Pure, for {@link #view}: the answer to {@code GET /v1/status} as of {@code now}. */
    static ClusterView parse(JsonNode status, Instant now) {
        long blockSize = status.path("blockSizeBytes").asLong();
        Set<String> announced = new HashSet<>();
        for (JsonNode drain : status.path("drains")) {
            if (drain.path("kind").asText().equals("notice")) {
                announced.add(drain.path("node").asText());
            }
        }
        Map<NodeId, NodeView> nodes = new LinkedHashMap<>();
        for (JsonNode node : status.path("nodes")) {
            boolean taken = announced.contains(node.path("name").asText());
            nodes.merge(name(node), node(node, blockSize, taken, now), AdminDrainable::living);
        }
        return new ClusterView(now, List.copyOf(nodes.values()));
    }

    /** A node that came back is listed twice, under its old and its new incarnation. */
    private static NodeView living(NodeView before, NodeView after) {
        return after.state().ended() && !before.state().ended() ? before : after;
    }

    private static NodeView node(JsonNode node, long blockSize, boolean taken, Instant now) {
        long slots = node.path("memorySlots").asLong() + node.path("spillSlots").asLong();
        long left = node.path("deadlineMillis").asLong(-1);
        return new NodeView(
                name(node),
                new Pool(node.path("pool").asText()),
                state(node.path("state").asText()),
                slots * blockSize,
                node.path("bytes").asLong(),
                taken && left >= 0 ? Optional.of(now.plusMillis(left)) : Optional.empty(),
                Optional.empty());
    }

    private static NodeId name(JsonNode node) {
        return new NodeId(node.path("name").asText());
    }

    private static NodeState state(String word) {
        try {
            return NodeState.valueOf(word);
        } catch (IllegalArgumentException e) {
            throw BoxerException.peer(
                    "the store says state=%s, which this release does not know; use the same release", word);
        }
    }
}
