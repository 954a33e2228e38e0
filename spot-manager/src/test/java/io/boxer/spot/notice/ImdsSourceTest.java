// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxer.common.NodeId;
import io.boxer.spot.InterruptionNotice;
import io.boxer.spot.PreemptionNotice;
import io.boxer.spot.RebalanceRecommendation;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImdsSourceTest {
    private static final NodeId NODE = new NodeId("spot-1");
    private static final String INTERRUPTION = "{\"action\": \"terminate\", \"time\": \"2017-09-18T08:22:00Z\"}";
    private static final String REBALANCE = "{\"noticeTime\": \"2020-10-27T08:22:00Z\"}";
    private static final Duration FAST = Duration.ofMillis(10);
    private static final Duration NEVER = Duration.ofHours(1);

    private final List<PreemptionNotice> heard = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private FakeMetadataServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = FakeMetadataServer.start(0);
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
        server.close();
    }

    private ImdsSource source(Duration shortest, Duration longest, Duration tokenTtl) {
        ImdsSettings settings = new ImdsSettings(shortest, longest, FAST, Duration.ofSeconds(5), tokenTtl);
        return new ImdsSource(
                NODE,
                server.uri(),
                new ImdsSource.Shared(
                        HttpClient.newHttpClient(), timer, InstantSource.system(), new Random(1), settings));
    }

    private ImdsSource fastSource() {
        return source(FAST, FAST, Duration.ofHours(6));
    }

    @Test
    void anInterruptionIsHeardAgainAndAgainAsTheSameNotice() {
        server.answers(200, INTERRUPTION);

        try (ImdsSource source = fastSource()) {
            source.start(heard::add);
            await().until(() -> heard.size() >= 3);
        }

        assertThat(heard).containsOnly(InterruptionNotice.of(NODE, Instant.parse("2017-09-18T08:22:00Z")));
    }

    @Test
    void oneTokenServesManyPolls() {
        try (ImdsSource source = fastSource()) {
            source.start(heard::add);
            await().until(() -> source.counts().asked() >= 5);
        }

        assertThat(server.requests()).containsOnlyOnce("PUT /latest/api/token");
        assertThat(server.requests())
                .contains(
                        "GET /latest/meta-data/spot/instance-action",
                        "GET /latest/meta-data/events/recommendations/rebalance");
    }

    @Test
    void aShortLivedTokenIsRenewedBeforeItEnds() {
        try (ImdsSource source = source(FAST, FAST, Duration.ofSeconds(1))) {
            source.start(heard::add);

            await().until(() -> server.requests().stream()
                            .filter("PUT /latest/api/token"::equals)
                            .count()
                    >= 2);
            assertThat(source.counts().unreachable()).isZero();
        }
    }

    @Test
    void aTokenThatIsRefusedIsReplacedWithoutMissingAPoll() {
        server.answers(200, INTERRUPTION);
        try (ImdsSource source = fastSource()) {
            source.start(heard::add);
            await().until(() -> !heard.isEmpty());

            server.changesToken("token-2");
            int before = heard.size();

            await().until(() -> heard.size() > before + 2);
            assertThat(source.counts().unreachable()).isZero();
        }
    }

    @Test
    void afterARebalanceHintThePollsAreFast() {
        server.answers(200, REBALANCE);
        try (ImdsSource source = source(FAST, NEVER, Duration.ofHours(6))) {
            source.start(heard::add);

            await().until(() -> heard.size() >= 3);
        }

        assertThat(heard).containsOnly(RebalanceRecommendation.of(NODE, Instant.parse("2020-10-27T08:22:00Z")));
    }

    @Test
    void garbageHasNoEffectAndIsCounted() {
        server.answers(200, "<html>maintenance</html>");
        try (ImdsSource source = fastSource()) {
            source.start(heard::add);

            await().until(() -> source.counts().garbage() >= 2);
            assertThat(heard).isEmpty();

            server.answers(200, INTERRUPTION);
            await().until(() -> !heard.isEmpty());
        }
    }

    @Test
    void whileNobodyAnswersItGoesOnAskingAndThenHears() throws Exception {
        int port = server.port();
        ImdsSource source = fastSource();
        server.close();

        try (source) {
            source.start(heard::add);
            await().until(() -> source.counts().unreachable() >= 5);
            server = FakeMetadataServer.start(port);
            server.answers(200, INTERRUPTION);

            await().until(() -> !heard.isEmpty());
        }
    }

    @Test
    void anErrorOfTheServerIsNoNotice() {
        server.answers(500, INTERRUPTION);
        try (ImdsSource source = fastSource()) {
            source.start(heard::add);

            await().until(() -> source.counts().unreachable() >= 2);
        }

        assertThat(heard).isEmpty();
    }

    @Test
    void afterCloseNothingIsSaid() {
        server.answers(200, INTERRUPTION);
        ImdsSource source = fastSource();
        source.start(heard::add);
        await().until(() -> !heard.isEmpty());

        source.close();
        source.close();
        int said = heard.size();
        int asked = server.requests().size();

        await().during(Duration.ofMillis(200)).until(() -> heard.size() == said);
        assertThat(server.requests()).hasSizeLessThanOrEqualTo(asked + 2);
    }
}
