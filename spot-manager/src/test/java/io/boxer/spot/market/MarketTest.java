// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import static io.boxer.spot.drain.Views.POOL_A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.admin.AdminClient;
import io.boxer.common.admin.Metrics;
import io.boxer.common.security.ClusterKey;
import io.boxer.spot.OpenApi;
import io.boxer.spot.drain.Instance;
import io.boxer.spot.drain.LaunchRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarketTest {
    private static final ClusterKey KEY = ClusterKey.random();
    private static final NodeId SPOT_1 = new NodeId("spot-1");

    private final Market market;
    private final AdminClient admin;
    private final MarketClient client;

    MarketTest(@TempDir Path logs) {
        List<String> command = List.of("sh", "-c", "echo ready admin=127.0.0.1:1 listen=127.0.0.1:2; exec sleep 600");
        market = Market.start(
                new MarketSettings(
                        HostPort.parse("127.0.0.1:0"), command, logs, Duration.ofSeconds(1), Duration.ofMillis(300), 5),
                KEY,
                new Metrics());
        admin = new AdminClient(market.admin(), KEY);
        client = new MarketClient(admin);
    }

    @AfterEach
    void close() {
        market.close();
    }

    private Instance launch() {
        return client.launch(POOL_A, new LaunchRequest(Optional.of(SPOT_1), "a test"));
    }

    private JsonNode first() {
        return admin.get("/v1/instances", JsonNode.class).path("instances").path(0);
    }

    @Test
    void aLaunchedInstanceIsListed() {
        Instance instance = launch();

        assertThat(client.list()).containsExactly(instance);
        assertThat(instance.name()).isEqualTo(SPOT_1);
        assertThat(instance.metadata())
                .hasValueSatisfying(uri -> assertThat(uri).hasScheme("http"));
        await().untilAsserted(() ->
                assertThat(first().path("ready").path("listen").asText()).isEqualTo("127.0.0.1:2"));
    }

    @Test
    void anInterruptionIsSaidAndKept() {
        launch();

        client.interrupt(SPOT_1, Duration.ofSeconds(1));

        assertThat(first().path("state").asText()).isEqualTo("INTERRUPTED");
        await().untilAsserted(() -> assertThat(first().path("reason").asText()).isEqualTo("interrupted"));
        assertThat(client.list()).noneMatch(Instance::runs);
    }

    @Test
    void killAndTerminateEndAnInstance() {
        launch();
        client.kill(SPOT_1);
        await().untilAsserted(() -> assertThat(client.list()).noneMatch(Instance::runs));

        Instance second = launch();
        client.terminate(second.id());
        client.terminate(second.id());

        await().untilAsserted(() -> assertThat(client.list()).noneMatch(Instance::runs));
        client.terminate(second.id());
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        assertThatThrownBy(() -> client.kill(SPOT_1))
                .isInstanceOf(BoxerException.class)
                .hasMessage("instance=spot-1 does not exist; GET /v1/instances lists those that do");
    }

    @Test
    void aNoticeOfNoTimeIsRefused() {
        launch();

        assertThatThrownBy(() -> client.interrupt(SPOT_1, Duration.ZERO))
                .hasMessage("noticeSeconds=0 is not in 1..86400; correct it, or use kill for an end without notice");
    }

    @Test
    void aPoolThatIsNoneIsRefused() {
        assertThatThrownBy(() -> admin.post("/v1/instances", Map.of(), JsonNode.class))
                .isInstanceOf(BoxerException.class)
                .hasMessageStartingWith("pool= is neither stable nor spot:TYPE:ZONE");
    }

    @Test
    void theOpenApiFileDescribesExactlyWhatIsServed(@TempDir Path logs) throws Exception {
        MarketSettings settings = new MarketSettings(
                market.admin(), List.of("true"), logs, Duration.ofSeconds(1), Duration.ofSeconds(1), 1);
        try (MarketFloor floor = MarketFloor.open(settings, InstantSource.system())) {
            assertThat(Market.routes(floor).stream().map(route -> route.method() + " " + route.path()))
                    .containsExactlyInAnyOrderElementsOf(OpenApi.operations("market.yaml"));
        }
    }

    @Test
    void withoutTheKeyNothingIsLaunched() {
        MarketClient stranger = new MarketClient(new AdminClient(market.admin(), ClusterKey.random()));

        assertThatThrownBy(() -> stranger.launch(POOL_A, LaunchRequest.because("a try")))
                .isInstanceOf(BoxerException.class);
        assertThat(client.list()).isEmpty();
    }
}
