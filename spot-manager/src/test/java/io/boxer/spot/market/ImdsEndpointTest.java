// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import static io.boxer.spot.drain.Views.NOW;
import static io.boxer.spot.drain.Views.POOL_A;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImdsEndpointTest {
    private static final String ACTION = "/latest/meta-data/spot/instance-action";

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private ImdsEndpoint imds;

    @BeforeEach
    void start() throws Exception {
        imds = ImdsEndpoint.start("i-0123456789abcdef0", POOL_A, now::get);
    }

    @AfterEach
    void stop() {
        imds.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(Duration.ofSeconds(5)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(imds.uri().resolve(path));
    }

    private HttpResponse<String> putToken(String ttl) throws Exception {
        return send(to("/latest/api/token")
                .header("X-aws-ec2-metadata-token-ttl-seconds", ttl)
                .PUT(BodyPublishers.noBody()));
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return send(to(path).header("X-aws-ec2-metadata-token", token));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return get(path, putToken("60").body());
    }

    @Test
    void withoutATokenNothingIsSaid() throws Exception {
        assertThat(send(to("/latest/meta-data/instance-id")).statusCode()).isEqualTo(401);
        assertThat(get("/latest/meta-data/instance-id", "invented").statusCode())
                .isEqualTo(401);
    }

    @Test
    void aTokenTellsItsLifeAndOpensTheDocuments() throws Exception {
        HttpResponse<String> token = putToken("60");

        assertThat(token.statusCode()).isEqualTo(200);
        assertThat(token.headers().firstValue("X-aws-ec2-metadata-token-ttl-seconds"))
                .contains("60");
        assertThat(get("/latest/meta-data/instance-id", token.body()).body()).isEqualTo("i-0123456789abcdef0");
    }

    @Test
    void aTokenDiesWhenItsLifeIsOver() throws Exception {
        String token = putToken("60").body();

        now.set(NOW.plusSeconds(60));

        assertThat(get("/latest/meta-data/instance-id", token).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "21601", "-1", "soon", "999999999999"})
    void aLifeOutOfRangeIsABadRequest(String ttl) throws Exception {
        assertThat(putToken(ttl).statusCode()).isEqualTo(400);
    }

    @Test
    void aRequestThroughAProxyIsForbidden() throws Exception {
        HttpRequest.Builder request = to("/latest/api/token")
                .header("X-aws-ec2-metadata-token-ttl-seconds", "60")
                .header("X-Forwarded-For", "10.0.0.1")
                .PUT(BodyPublishers.noBody());

        assertThat(send(request).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "instance-type, m6i.large",
        "instance-life-cycle, spot",
        "placement/availability-zone, us-east-1a",
        "placement/region, us-east-1"
    })
    void theDocumentsOfThePoolAreThere(String name, String value) throws Exception {
        assertThat(get("/latest/meta-data/" + name).body()).isEqualTo(value);
    }

    @Test
    void whileNothingIsAnnouncedTheWarningsAreNotFound() throws Exception {
        assertThat(get(ACTION).statusCode()).isEqualTo(404);
        assertThat(get("/latest/meta-data/spot/termination-time").statusCode()).isEqualTo(404);
        assertThat(get("/latest/meta-data/events/recommendations/rebalance").statusCode())
                .isEqualTo(404);
        assertThat(get("/latest/user-data").statusCode()).isEqualTo(404);
    }

    @Test
    void anAnnouncedInterruptionHasTheShapeOfEc2() throws Exception {
        imds.announceInterruption(NOW.plusSeconds(120));

        assertThat(get(ACTION).body()).isEqualTo("{\"action\": \"terminate\", \"time\": \"2026-11-24T12:02:00Z\"}");
        assertThat(get("/latest/meta-data/spot/termination-time").body()).isEqualTo("2026-11-24T12:02:00Z");
    }

    @Test
    void anAnnouncedRebalanceHasTheShapeOfEc2() throws Exception {
        imds.announceRebalance(NOW.plusMillis(1));

        assertThat(get("/latest/meta-data/events/recommendations/rebalance").body())
                .isEqualTo("{\"noticeTime\": \"2026-11-24T12:00:00Z\"}");
    }

    @Test
    void nothingCanBeWritten() throws Exception {
        assertThat(send(to(ACTION).POST(BodyPublishers.noBody())).statusCode()).isEqualTo(405);
    }
}
