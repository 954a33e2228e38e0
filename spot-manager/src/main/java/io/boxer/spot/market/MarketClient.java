// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxer.common.NodeId;
import io.boxer.common.admin.AdminClient;
import io.boxer.spot.Pool;
import io.boxer.spot.drain.Instance;
import io.boxer.spot.drain.LaunchRequest;
import io.boxer.spot.drain.NodeProvider;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The local market as a provider, asked by its admin API; and what only a market can do: take nodes away. Thread-safe. */
public final class MarketClient implements NodeProvider {
    private final AdminClient market;

    public MarketClient(AdminClient market) {
        this.market = market;
    }

    @Override
    public Instance launch(Pool pool, LaunchRequest request) {
        Map<String, Object> body = new LinkedHashMap<>();
        request.name().ifPresent(name -> body.put("name", name.value()));
        body.put("pool", pool.text());
        return instance(market.post("/v1/instances", body, JsonNode.class));
    }

    @Override
    public void terminate(String instanceId) {
        market.delete("/v1/instances/" + instanceId, JsonNode.class);
    }

    @Override
    public List<Instance> list() {
        List<Instance> instances = new ArrayList<>();
        market.get("/v1/instances", JsonNode.class).path("instances").forEach(one -> instances.add(instance(one)));
        return instances;
    }

    /**
     * Announces the end of a node and kills it then.
     *
     * @param notice in whole seconds, at least one
     * @throws io.boxer.common.BoxerException USER if the market has no such node, or it is ending already
     */
    public Instance interrupt(NodeId node, Duration notice) {
        return post(node, "interrupt", Map.of("noticeSeconds", notice.toSeconds()));
    }

    /** Recommends to leave a node; see {@link #interrupt} for the failures. */
    public Instance rebalance(NodeId node) {
        return post(node, "rebalance", Map.of());
    }

    /** Kills a node without notice; see {@link #interrupt} for the failures. */
    public Instance kill(NodeId node) {
        return post(node, "kill", Map.of());
    }

    private Instance post(NodeId node, String verb, Object body) {
        return instance(market.post("/v1/instances/" + node + "/" + verb, body, JsonNode.class));
    }

    private static Instance instance(JsonNode json) {
        return new Instance(
                json.path("id").asText(),
                new NodeId(json.path("name").asText()),
                new Pool(json.path("pool").asText()),
                text(json, "imds").map(URI::create),
                Instant.parse(json.path("launchedAt").asText()),
                text(json, "endedAt").map(Instant::parse));
    }

    private static Optional<String> text(JsonNode json, String field) {
        return json.hasNonNull(field) ? Optional.of(json.get(field).asText()) : Optional.empty();
    }
}
