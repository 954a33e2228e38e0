// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.admin.AdminException;
import io.boxer.common.admin.AdminRequest;
import io.boxer.common.admin.AdminServer;
import io.boxer.common.admin.Metrics;
import io.boxer.common.admin.Route;
import io.boxer.common.security.ClusterKey;
import io.boxer.spot.Pool;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The local stand-in for EC2's spot market: an instance is a process of this machine with a metadata endpoint of its own. What it can do
 * is its admin API, docs/openapi/market.yaml. Thread-safe.
 */
public final class Market implements AutoCloseable {
    private static final long MOST_NOTICE_SECONDS = 86_400;

    private final MarketFloor floor;
    private final AdminServer admin;

    private Market(MarketFloor floor, AdminServer admin) {
        this.floor = floor;
        this.admin = admin;
    }

    /**
     * Serves from now on; no instance runs yet.
     *
     * @throws BoxerException USER if the address or the log directory cannot be had
     */
    public static Market start(MarketSettings settings, ClusterKey key, Metrics metrics) {
        MarketFloor floor = MarketFloor.open(settings, InstantSource.system());
        Gauge.builder("boxer.market.instances", floor, Market::running)
                .description("instances that run")
                .register(metrics.registry());
        try {
            return new Market(floor, AdminServer.start(settings.admin(), metrics, key, routes(floor)));
        } catch (BoxerException e) {
            floor.close();
            throw e;
        }
    }

    /** Where the admin API is. */
    public HostPort admin() {
        return admin.address();
    }

    private static double running(MarketFloor floor) {
        return floor.all().stream().filter(MarketInstance::runs).count();
    }

    /** Body of {@code POST /v1/instances/{id}/interrupt}. */
    record Interrupt(long noticeSeconds) {}

    static List<Route> routes(MarketFloor floor) {
        return List.of(
                Route.get(
                        "/v1/instances",
                        request -> Map.of(
                                "instances",
                                floor.all().stream().map(MarketInstance::status).toList())),
                Route.post("/v1/instances", request -> launch(floor, request.body(JsonNode.class))),
                Route.post("/v1/instances/{id}/interrupt", request -> {
                    MarketInstance instance = named(floor, request);
                    floor.interrupt(instance, notice(request.body(Interrupt.class)));
                    return instance.status();
                }),
                Route.post("/v1/instances/{id}/rebalance", request -> {
                    MarketInstance instance = named(floor, request);
                    floor.rebalance(instance);
                    return instance.status();
                }),
                Route.post("/v1/instances/{id}/kill", request -> {
                    MarketInstance instance = named(floor, request);
                    instance.kill("killed");
                    return instance.status();
                }),
                Route.delete("/v1/instances/{id}", request -> {
                    MarketInstance instance = named(floor, request);
                    floor.terminate(instance);
                    return instance.status();
                }));
    }

    /** Body: {@code {"name": "spot-1", "pool": "spot:m6i.large:us-east-1a"}}, the name may be left out. */
    private static Map<String, Object> launch(MarketFloor floor, JsonNode body) {
        Optional<NodeId> name = body.hasNonNull("name")
                ? Optional.of(new NodeId(body.get("name").asText()))
                : Optional.empty();
        return floor.launch(name, new Pool(body.path("pool").asText())).status();
    }

    private static Duration notice(Interrupt body) {
        if (body.noticeSeconds() < 1 || body.noticeSeconds() > MOST_NOTICE_SECONDS) {
            throw BoxerException.user(
                    "noticeSeconds=%d is not in 1..%d; correct it, or use kill for an end without notice",
                    body.noticeSeconds(), MOST_NOTICE_SECONDS);
        }
        return Duration.ofSeconds(body.noticeSeconds());
    }

    private static MarketInstance named(MarketFloor floor, AdminRequest request) {
        String id = request.parameter("id");
        return floor.find(id)
                .orElseThrow(() -> AdminException.notFound(
                        "instance=%s does not exist; GET /v1/instances lists those that do", id));
    }

    /** Ends all instances, then the admin API. Harmless twice. */
    @Override
    public void close() {
        floor.close();
        admin.close();
    }
}
