// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.daemon;

import static io.boxer.spot.drain.Views.GIB;
import static io.boxer.spot.drain.Views.stable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxer.common.BoxerException;
import io.boxer.common.Closer;
import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.Settings;
import io.boxer.common.admin.AdminClient;
import io.boxer.common.admin.Metrics;
import io.boxer.common.security.ClusterKey;
import io.boxer.spot.drain.InMemoryStore;
import io.boxer.spot.drain.Instance;
import io.boxer.spot.drain.LaunchRequest;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import io.boxer.spot.drain.Views;
import io.boxer.spot.market.Market;
import io.boxer.spot.market.MarketClient;
import io.boxer.spot.market.MarketSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spot manager and the local market as they run: real processes, real metadata endpoints, real admin APIs; the store in memory. */
class SpotManagerTest {
    private static final ClusterKey KEY = ClusterKey.random();
    private static final List<String> SLEEPER =
            List.of("sh", "-c", "echo ready admin=127.0.0.1:1 listen=127.0.0.1:2; exec sleep 600");

    private final Closer closer = new Closer();
    private final InMemoryStore store = new InMemoryStore();
    private final MarketClient market;

    SpotManagerTest(@TempDir Path logs) {
        MarketSettings settings = new MarketSettings(
                HostPort.parse("127.0.0.1:0"), SLEEPER, logs, Duration.ofSeconds(1), Duration.ofMillis(300), 20);
        Market started = closer.closing("market", Market.start(settings, KEY, new Metrics()));
        market = new MarketClient(new AdminClient(started.admin(), KEY));
        store.put(stable(0));
    }

    @AfterEach
    void close() {
        closer.close();
    }

    private AdminClient manager(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "boxer.spot.admin", "127.0.0.1:0",
                "boxer.spot.tick", "100ms",
                "boxer.spot.poll-min", "20ms",
                "boxer.spot.poll-max", "50ms",
                "boxer.spot.min-nodes", "2"));
        values.putAll(more);
        SpotSettings settings = SpotSettings.from(Settings.of(values));
        SpotManager manager = closer.closing(
                "spot manager", SpotManager.start(settings, KEY, new Metrics(), SpotManager.World.of(store, market)));
        return new AdminClient(manager.admin(), KEY);
    }

    /** What datanodes do: an instance that runs joins the store. */
    private List<Instance> joined(int count) {
        await().untilAsserted(() -> assertThat(running()).hasSize(count));
        running().stream()
                .filter(instance -> store.node(instance.name().value()).isEmpty())
                .forEach(instance -> store.put(NodeView.active(instance.name(), instance.pool(), GIB, 0)));
        return running();
    }

    private List<Instance> running() {
        return market.list().stream().filter(Instance::runs).toList();
    }

    private NodeState state(NodeId node) {
        return store.node(node.value()).orElseThrow().state();
    }

    private static JsonNode held(AdminClient manager) {
        return manager.get("/v1/status", JsonNode.class).path("held");
    }

    private static List<String> events(AdminClient manager, String kind) {
        JsonNode all = manager.get("/v1/events?after=0", JsonNode.class).path("events");
        return StreamSupport.stream(all.spliterator(), false)
                .filter(event -> event.path("kind").asText().equals(kind))
                .map(event -> event.path("text").asText())
                .toList();
    }

    private static Map<String, Object> notice(NodeId node, int seconds) {
        return Map.of("node", node.value(), "kind", "notice", "noticeSeconds", seconds);
    }

    @Test
    void theFloorOfSpotNodesIsLaunchedInBothPools() {
        manager(Map.of());

        assertThat(joined(2)).extracting(Instance::pool).containsExactlyInAnyOrder(Views.POOL_A, Views.POOL_B);
    }

    @Test
    void anAnnouncedInterruptionDrainsOnceAndIsReplacedAndKilled() {
        AdminClient manager = manager(Map.of());
        NodeId victim = joined(2).get(0).name();

        market.interrupt(victim, Duration.ofSeconds(2));

        await().untilAsserted(() -> assertThat(state(victim)).isEqualTo(NodeState.DRAINED));
        joined(3);
        await().untilAsserted(() ->
                assertThat(running()).extracting(Instance::name).hasSize(2).doesNotContain(victim));
        assertThat(store.drains()).hasSize(1);
        assertThat(events(manager, "drain"))
                .hasSize(1)
                .allMatch(text -> text.matches("node=" + victim + " drain: interruption notice, [12] s left"));
    }

    @Test
    void aRebalanceMovesTheDataAwayAndEndsTheNode() {
        manager(Map.of());
        NodeId victim = joined(2).get(0).name();

        market.rebalance(victim);

        await().untilAsserted(
                        () -> assertThat(running()).extracting(Instance::name).doesNotContain(victim));
        joined(2);
        assertThat(store.drains()).hasSize(1);
    }

    @Test
    void aKilledNodeIsReplacedBeforeTheStoreNotices() {
        manager(Map.of());
        NodeId victim = joined(2).get(0).name();

        market.kill(victim);

        await().untilAsserted(() ->
                assertThat(running()).extracting(Instance::name).hasSize(2).doesNotContain(victim));
        assertThat(state(victim)).isEqualTo(NodeState.ACTIVE);
        assertThat(store.drains()).isEmpty();
    }

    @Test
    void aNoticeByTheAdminCountsADuplicateAndOneForTheFarFutureDoNot() {
        AdminClient manager = manager(Map.of());
        NodeId victim = joined(2).get(0).name();
        Map<String, Object> far = Map.of("node", victim.value(), "kind", "notice", "deadline", "2099-01-01T00:00:00Z");

        String farId =
                manager.post("/v1/notices", far, JsonNode.class).path("id").asText();
        manager.post("/v1/notices", notice(victim, 100), JsonNode.class);
        manager.post("/v1/notices", notice(victim, 100), JsonNode.class);

        await().untilAsserted(() -> assertThat(state(victim)).isEqualTo(NodeState.DRAINED));
        assertThat(store.drains())
                .hasSize(1)
                .noneMatch(drained -> drained.value().equals(farId));
    }

    @Test
    void whilePausedNothingIsDone() {
        AdminClient manager = manager(Map.of());
        NodeId victim = joined(2).get(0).name();
        manager.post("/v1/pause", Map.of("paused", true), JsonNode.class);

        market.interrupt(victim, Duration.ofSeconds(100));

        await().untilAsserted(() -> assertThat(held(manager)).hasSize(1));
        assertThat(store.drains()).isEmpty();
        manager.post("/v1/pause", Map.of("paused", false), JsonNode.class);
        await().untilAsserted(() -> assertThat(store.drains()).hasSize(1));
    }

    @Test
    void aDryRunSaysWhatItWouldDoOnceAndDoesNothing() {
        AdminClient manager = manager(Map.of("boxer.spot.dry-run", "true"));

        await().untilAsserted(() -> assertThat(events(manager, "launch")).hasSize(2));
        await().during(Duration.ofMillis(400))
                .untilAsserted(() -> assertThat(events(manager, "launch")).hasSize(2));

        assertThat(running()).isEmpty();
        assertThat(events(manager, "launch")).allMatch(text -> text.startsWith("dry run: pool="));
    }

    @Test
    void whileTheStoreIsDownNothingIsDecidedAndANoticeIsKept() {
        AdminClient manager = manager(Map.of());
        NodeId victim = joined(2).get(0).name();

        store.isDown(true);
        manager.post("/v1/notices", notice(victim, 100), JsonNode.class);
        await().untilAsserted(() -> assertThat(held(manager)).hasSize(1));
        store.isDown(false);

        await().untilAsserted(() -> assertThat(state(victim)).isEqualTo(NodeState.DRAINED));
    }

    @Test
    void anIdleClusterShrinksToTheStableFloorWhenTheBoundsAllowIt() {
        AdminClient manager = manager(Map.of("boxer.spot.cool-down", "100ms"));
        joined(2);

        manager.post("/v1/bounds", Map.of("min", 0, "max", 4), JsonNode.class);

        await().untilAsserted(() -> assertThat(running()).isEmpty());
        assertThat(events(manager, "drain")).hasSize(2);
    }

    @Test
    void nodesThatRunWhenItStartsAreTakenOver() {
        for (int i = 0; i < 3; i++) {
            Instance instance = market.launch(Views.POOL_A, LaunchRequest.because("before the manager"));
            store.put(NodeView.active(instance.name(), instance.pool(), GIB, 0));
        }

        AdminClient manager = manager(Map.of());

        await().untilAsserted(() -> assertThat(
                        manager.get("/v1/status", JsonNode.class).path("target").asInt())
                .isEqualTo(3));
        assertThat(running()).hasSize(3);
    }

    @Test
    void theLedgerCountsStableAndSpotNodesWithTheBasis() {
        AdminClient manager = manager(Map.of());
        joined(2);

        await().untilAsserted(() -> {
            JsonNode ledger = manager.get("/v1/ledger", JsonNode.class);
            assertThat(ledger.path("nodeSeconds")).hasSize(3);
            assertThat(ledger.path("cost").path("onDemandUsd").asDouble())
                    .isGreaterThan(ledger.path("cost").path("spotUsd").asDouble());
            assertThat(ledger.path("cost").path("basis")).hasSize(6);
        });
    }

    @Test
    void ordersThatAreNoneAreRefused() {
        AdminClient manager = manager(Map.of());

        assertThatThrownBy(() -> manager.post("/v1/bounds", Map.of("min", 3, "max", 2), JsonNode.class))
                .isInstanceOf(BoxerException.class)
                .hasMessageContaining("0 <= min <= max does not hold");
        assertThatThrownBy(() -> manager.post("/v1/consent", Map.of("id", "7"), JsonNode.class))
                .hasMessageContaining("is not 32 hexadecimal digits");
        assertThatThrownBy(() -> manager.post("/v1/notices", Map.of("node", "spot-1"), JsonNode.class))
                .hasMessage("kind= is neither notice nor rebalance; correct it");
    }

    @Test
    void ofAFloodOfNoticesOnlyAsManyAsTheRateAllowsHaveAnEffect() {
        AdminClient manager = manager(Map.of("boxer.spot.min-nodes", "3", "boxer.spot.drains-per-minute", "1"));
        List<Instance> nodes = joined(3);

        nodes.forEach(node -> market.interrupt(node.name(), Duration.ofMinutes(5)));

        await().untilAsserted(() -> assertThat(held(manager)).hasSize(2));
        assertThat(store.drains()).hasSize(1);
        String waiting = held(manager).get(0).path("id").asText();
        manager.post("/v1/consent", Map.of("id", waiting), JsonNode.class);
        await().untilAsserted(() -> assertThat(store.drains()).hasSize(2));
    }

    @Test
    void aSpotTypeWithoutAPriceStopsTheStart() {
        assertThatThrownBy(() -> manager(Map.of("boxer.spot.pools", "spot:x1.giant:us-east-1a")))
                .isInstanceOf(BoxerException.class)
                .hasMessageStartingWith("instanceType=x1.giant has no price here");
    }
}
