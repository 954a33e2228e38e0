// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxer.common.admin.Route;
import io.boxer.spot.InterruptionNotice;
import io.boxer.spot.NoticeId;
import io.boxer.spot.PreemptionNotice;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.NodeView;
import io.boxer.spot.ledger.CostReport;
import io.boxer.spot.ledger.NodeSeconds;
import io.boxer.spot.ledger.Prices;
import io.boxer.spot.notice.AdminSource;
import io.boxer.spot.policy.Bounds;
import io.boxer.spot.policy.Fleet;
import io.boxer.spot.policy.SpotCore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The admin API of the spot manager. Thread-safe: what the loop owns is asked on its thread. */
final class SpotRoutes {
    private final SpotThread thread;
    private final SpotLoop loop;
    private final Records records;
    private final Sources sources;
    private final AdminSource admin;
    private final Prices prices;
    private final SpotSettings settings;
    private final InstantSource clock;

    /** What the routes ask. */
    record Parts(SpotThread thread, SpotLoop loop, Records records, Sources sources, AdminSource admin) {}

    SpotRoutes(Parts parts, Prices prices, SpotSettings settings, InstantSource clock) {
        this.thread = parts.thread();
        this.loop = parts.loop();
        this.records = parts.records();
        this.sources = parts.sources();
        this.admin = parts.admin();
        this.prices = prices;
        this.settings = settings;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/status", request -> status()),
                Route.get("/v1/ledger", request -> ledger()),
                Route.get(
                        "/v1/events",
                        request -> Map.of("events", records.events().after(request.queryLong("after", 0)))),
                Route.post("/v1/notices", request -> notice(admin.submit(request.body(JsonNode.class)))),
                Route.post("/v1/pause", request -> change("pause", request.body(JsonNode.class))),
                Route.post("/v1/consent", request -> change("consent", request.body(JsonNode.class))),
                Route.post("/v1/bounds", request -> change("bounds", request.body(JsonNode.class))));
    }

    private Map<String, Object> change(String kind, JsonNode body) {
        thread.call(() -> {
            order(kind, body).accept(loop.core());
            records.ordered(kind, kind + " " + body, clock.instant());
            return true;
        });
        return status();
    }

    private static Consumer<SpotCore> order(String kind, JsonNode body) {
        return switch (kind) {
            case "pause" -> core -> core.pause(body.path("paused").asBoolean(true));
            case "consent" -> core -> core.consent(new NoticeId(body.path("id").asText()));
            case "bounds" ->
                core -> core.bounds(
                        new Bounds(body.path("min").asInt(-1), body.path("max").asInt(-1)));
            default -> throw new AssertionError("the routes above pass nothing else: " + kind);
        };
    }

    private Map<String, Object> status() {
        return thread.call(() -> {
            SpotCore core = loop.core();
            Fleet fleet = core.fleet();
            Map<String, Object> status = new LinkedHashMap<>();
            status.put("paused", core.isPaused());
            status.put("dryRun", settings.dryRun());
            status.put("target", fleet.target());
            status.put("min", fleet.bounds().min());
            status.put("max", fleet.bounds().max());
            loop.lastView().ifPresent(view -> {
                status.put("viewAgeMillis", view.age(clock.instant()).toMillis());
                status.put("nodes", nodes(view, clock.instant()));
            });
            status.put("held", core.held().stream().map(SpotRoutes::notice).toList());
            status.put("sources", sources.counts());
            return status;
        });
    }

    private static List<Map<String, Object>> nodes(ClusterView view, Instant now) {
        return view.nodes().stream().map(node -> node(node, now)).toList();
    }

    private static Map<String, Object> node(NodeView node, Instant now) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", node.name().value());
        json.put("pool", node.pool().text());
        json.put("state", node.state().name());
        json.put("capacityBytes", node.capacityBytes());
        json.put("usedBytes", node.usedBytes());
        json.put("storedBytes", node.storedBytes());
        node.deadline()
                .ifPresent(at ->
                        json.put("deadlineMillis", Duration.between(now, at).toMillis()));
        return json;
    }

    private static Map<String, Object> notice(PreemptionNotice notice) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", notice.id().value());
        json.put("node", notice.node().value());
        if (notice instanceof InterruptionNotice interruption) {
            json.put("kind", "notice");
            json.put("deadline", interruption.deadline().toString());
        } else {
            json.put("kind", "rebalance");
        }
        return json;
    }

    private Map<String, Object> ledger() {
        List<NodeSeconds> lines = records.ledger().nodeSeconds(clock.instant());
        CostReport cost = CostReport.of(lines, prices, settings.stableType());
        return Map.of("nodeSeconds", lines.stream().map(SpotRoutes::line).toList(), "cost", cost);
    }

    private static Map<String, Object> line(NodeSeconds line) {
        return Map.of(
                "pool", line.pool().text(), "kind", line.kind(), "nodes", line.nodes(), "seconds", line.seconds());
    }
}
