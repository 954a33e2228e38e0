// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.HostPort;
import io.boxer.common.LifeCycle;
import io.boxer.common.security.ClusterKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server on a port of the kernel's choice; raw sockets where a polite client would not do. */
final class AdminServerTest {
    private static final ClusterKey KEY = ClusterKey.random();
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final String DRAIN = "/v1/nodes/spot-1/drain";
    private static final String BODY = "{\"id\":\"n1\",\"kind\":\"notice\"}";

    private final AtomicInteger drains = new AtomicInteger();
    private final Metrics metrics = new Metrics();
    private final AdminServer server = AdminServer.start(
            HostPort.parse("127.0.0.1:0"),
            metrics,
            KEY,
            List.of(
                    Route.get("/v1/status", request -> new Status(3, request.queryLong("after", 0))),
                    Route.get(
                            "/v1/thread",
                            request -> Map.of("name", Thread.currentThread().getName())),
                    Route.post("/v1/nodes/{name}/drain", request -> {
                        var drain = request.body(Drain.class);
                        return new Drained(
                                request.parameter("name"),
                                drain.id(),
                                drains.incrementAndGet(),
                                drain.deadlineMillis());
                    }),
                    Route.delete("/v1/nodes/{name}", request -> {
                        throw AdminException.notFound("%s is not a node", request.parameter("name"));
                    }),
                    Route.post("/v1/conflict", request -> {
                        throw AdminException.conflict("spot-1 is DRAINING; wait until it is DRAINED");
                    }),
                    Route.get("/v1/full", request -> {
                        throw BoxerException.capacity("the store is full; delete files");
                    }),
                    Route.get("/v1/bug", request -> {
                        throw new IllegalStateException("canary");
                    }),
                    Route.get("/v1/no-json", request -> new Object())),
            CLOCK);
    private final AdminClient client = new AdminClient(server.address(), KEY, CLOCK);

    private record Status(int epoch, long after) {}

    private record Drain(String id, String kind, @Nullable Long deadlineMillis) {}

    private record Drained(
            String node, String id, int count, @Nullable Long deadlineMillis) {}

    @AfterEach
    void close() {
        server.close();
        server.close();
    }

    @Test
    void aQuestionIsAnsweredInJson() {
        assertThat(client.get("/v1/status?after=12", JsonNode.class)).hasToString("{\"epoch\":3,\"after\":12}");
        assertThat(client.get("/v1/status", JsonNode.class)).hasToString("{\"epoch\":3,\"after\":0}");
        assertThat(client.get("/v1/thread", JsonNode.class).get("name").asText())
                .matches("boxer-admin-[12]");
    }

    @Test
    void aChangeWithTheKeyIsDoneAndItsPathIsDecoded() {
        var drain = Map.of("id", "n1", "kind", "notice", "deadlineMillis", 30_000);

        assertThat(client.post("/v1/nodes/spot%2F1+a/drain", drain, Drained.class))
                .isEqualTo(new Drained("spot/1+a", "n1", 1, 30_000L));
    }

    @Test
    void whatIsAbsentIsLeftOutOfTheAnswer() {
        assertThat(post(DRAIN, BODY))
                .contains("HTTP/1.1 200 OK")
                .endsWith("{\"node\":\"spot-1\",\"id\":\"n1\",\"count\":1}\n");
    }

    @Test
    void aChangeWithoutAFreshProofOfTheKeyIsRefused() {
        assertForbidden(send("POST", DRAIN, "", BODY));
        assertForbidden(send("POST", DRAIN, "Boxer-Key-Proof: nonsense\r\n", BODY));
        assertForbidden(send("POST", DRAIN, proof(ClusterKey.random(), "POST", DRAIN, NOW, BODY), BODY));
        assertForbidden(send("POST", DRAIN, proof(KEY, "POST", DRAIN, NOW.minusSeconds(61), BODY), BODY));
        assertForbidden(send("POST", DRAIN, proof(KEY, "POST", DRAIN, NOW.plusSeconds(61), BODY), BODY));
        assertForbidden(send("POST", DRAIN, proof(KEY, "POST", DRAIN, NOW, "{}"), BODY));
        assertForbidden(send("POST", DRAIN, proof(KEY, "POST", "/v1/nodes/spot-2/drain", NOW, BODY), BODY));
        assertForbidden(send("DELETE", "/v1/nodes/a", proof(KEY, "POST", "/v1/nodes/a", NOW, ""), ""));
        assertThat(drains).hasValue(0);

        assertThat(send("POST", DRAIN, proof(KEY, "POST", DRAIN, NOW.minusSeconds(60), BODY), BODY))
                .contains(" 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:7778",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "10.0.0.5",
                "0.0.0.0",
                "",
                "127.0.0.1@evil.example",
                "[::2]"
            })
    void aNameThatSomebodyElseLetsPointHereIsRefused(String host) {
        assertThat(raw(server, "GET /v1/status HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .contains(" 403 ")
                .contains("Host=" + host + " is not a name of this daemon; use 127.0.0.1:0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:1", "localhost:7778", "LOCALHOST", "[::1]:80", "127.1.2.3"})
    void aNameOfTheLoopbackIsOurs(String host) {
        assertThat(raw(server, "GET /v1/status HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .contains(" 200 ");
    }

    @Test
    void twoHostsAreRefused() {
        assertThat(raw(server, "GET /v1/status HTTP/1.1\r\nHost: localhost\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .doesNotContain(" 200 ");
    }

    @Test
    void aPageInABrowserGetsNothingEvenUnderOurOwnName() {
        assertThat(send("GET", "/v1/status", "Origin: http://127.0.0.1\r\n", ""))
                .contains(" 403 ")
                .contains("a request with an Origin comes from a page in a browser; use curl");
    }

    @Test
    void aServerOnAllAddressesTakesLiteralAddressesButNoOtherNames() {
        try (var open = AdminServer.start(HostPort.parse("0.0.0.0:0"), new Metrics(), KEY, List.of())) {
            assertThat(raw(open, "GET /healthz HTTP/1.1\r\nHost: 10.0.0.5:1\r\nConnection: close\r\n\r\n"))
                    .contains(" 200 ");
            assertThat(raw(open, "GET /healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                    .contains(" 403 ");
        }
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        assertFailure(
                () -> client.get("/v1/stat", JsonNode.class),
                ErrorCode.USER,
                "GET /v1/stat is not an operation of this daemon");
        assertFailure(() -> client.delete("/v1/nodes/spot-9", JsonNode.class), ErrorCode.USER, "spot-9 is not a node");
        assertThat(send("GET", "/v1/stat", "", "")).contains("HTTP/1.1 404 Not Found");
        assertThat(send("GET", "/v1/nodes//drain", "", "")).contains("HTTP/1.1 404 Not Found");
        assertThat(send("POST", "/v1/status", "", ""))
                .contains("HTTP/1.1 405 ")
                .contains("POST is not a method of /v1/status; use GET");
    }

    @Test
    void aConflictHasAStatusOfItsOwn() {
        assertThat(post("/v1/conflict", ""))
                .contains(" 409 ")
                .endsWith("{\"error\":{\"code\":\"USER\","
                        + "\"message\":\"spot-1 is DRAINING; wait until it is DRAINED\"}}\n");
    }

    @Test
    void badJsonIsRefusedWithItsPlace() {
        assertRefused("{\"id\":", "the body is not the JSON of a Drain: line 1, column 7: ");
        assertRefused(
                "{\"id\":\"a\",\"kin\":\"b\"}", "kin is not a field of it; its fields are [id, kind, deadlineMillis]");
        assertRefused(BODY + " x", "the body is not the JSON of a Drain: line 1, column ");
        assertRefused("[1]", "the body is not the JSON of a Drain: line 1, column 1: ");
        assertRefused("null", "the body is null, not the JSON of a Drain");
        assertRefused("[".repeat(100_000), "the body is not the JSON of a Drain: line 1, column ");
        assertThat(drains).hasValue(0);
    }

    @Test
    void aTargetThatIsBadlyWrittenIsRefused() {
        assertThat(send("GET", "/v1/status?after=x", "", ""))
                .contains(" 400 ")
                .contains("after=x is not a whole number; write after=0, say");
        assertThat(send("GET", "/v1/status?after=%zz", "", "")).contains(" 400 ");
        assertThat(send("GET", "/v1/status?after=%ff%00", "", "")).contains(" 400 ");
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        assertThat(post(DRAIN, " ".repeat(Json.MAX_BYTES + 1)))
                .contains(" 413 ")
                .contains("the body is over 1MiB; send less");
    }

    @Test
    void aRefusalOfTheHandlerReachesTheClientWithItsCode() {
        assertFailure(
                () -> client.get("/v1/full", JsonNode.class), ErrorCode.CAPACITY, "the store is full; delete files");
        assertThat(send("GET", "/v1/full", "", "")).contains(" 503 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/bug", "/v1/no-json"})
    void aBugIsToldWithoutItsInnards(String path) {
        assertFailure(
                () -> client.get(path, JsonNode.class),
                ErrorCode.BUG,
                "the daemon failed on this request; its log says how");
        assertThat(send("GET", path, "", "")).contains(" 500 ").doesNotContain("canary");
    }

    @Test
    void metricsAndHealthAreAlwaysThere() {
        var cycle = new LifeCycle("node=n1");
        metrics.count(cycle);
        cycle.started("test");

        assertThat(client.get("/healthz", JsonNode.class)).hasToString("{\"status\":\"ok\"}");
        assertThat(client.text("/metrics"))
                .contains("jvm_memory_used_bytes{")
                .contains("boxer_lifecycle_moves_total{to=\"running\"} 1.0")
                .contains("boxer_admin_requests_seconds_count{status=\"200\"} 1");
    }

    @Test
    void clientsThatNeverFinishTheirRequestsDoNotHoldTheServer() throws IOException {
        var slow = new ArrayList<Socket>();
        try {
            for (var n = 0; n < 8; n++) {
                var socket = new Socket(
                        InetAddress.getLoopbackAddress(), server.address().port());
                slow.add(socket);
                socket.getOutputStream().write("GET /v1/status HTTP/1.1\r\nHost: ".getBytes(UTF_8));
            }

            assertThat(client.get("/v1/status", Status.class)).isEqualTo(new Status(3, 0));
        } finally {
            for (var socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aTakenPortIsAClearError() {
        assertThatThrownBy(() -> AdminServer.start(server.address(), new Metrics(), KEY, List.of()))
                .hasMessage(
                        "--admin=%s cannot be bound: Address already in use; stop what has it, or choose another port"
                                + " (0: any)",
                        server.address());
    }

    @Test
    void aDaemonThatIsGoneIsAPeer() {
        server.close();

        assertFailure(
                () -> client.get("/v1/status", JsonNode.class),
                ErrorCode.PEER,
                "GET /v1/status at " + server.address() + ": no answer (");
    }

    private void assertRefused(String body, String message) {
        assertThat(post(DRAIN, body)).contains(" 400 ").contains(message);
    }

    private static void assertForbidden(String answer) {
        assertThat(answer).contains(" 403 ").contains(" needs a proof of the key, made within 60 s");
    }

    private static void assertFailure(Runnable call, ErrorCode code, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        BoxerException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageStartingWith(message);
    }

    private static String proof(ClusterKey key, String method, String path, Instant time, String body) {
        var proof = KeyProof.of(key, method, path, body.getBytes(UTF_8), time.getEpochSecond());
        return KeyProof.HEADER + ": " + proof + "\r\n";
    }

    private String post(String path, String body) {
        return send("POST", path, proof(KEY, "POST", path, NOW, body), body);
    }

    private String send(String method, String path, String headers, String body) {
        return raw(
                server,
                method + " " + path + " HTTP/1.1\r\nHost: " + server.address() + "\r\n" + headers + "Content-Length: "
                        + body.length() + "\r\nConnection: close\r\n\r\n" + body);
    }

    private static String raw(AdminServer server, String request) {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
