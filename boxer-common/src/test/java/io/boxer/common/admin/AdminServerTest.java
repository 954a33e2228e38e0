// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.HostPort;
import io.boxer.common.security.ClusterKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real server on a port of the kernel's choice; raw sockets where a polite client would not do. */
class AdminServerTest {
    record Greeting(String name, int times) {}

    record Health(String status) {}

    private final ClusterKey key = ClusterKey.random();
    private final AdminServer server = AdminServer.start(
            HostPort.parse("127.0.0.1:0"),
            new Metrics(),
            key,
            List.of(
                    Route.get(
                            "/v1/things/{name}",
                            request -> new Greeting(request.parameter("name"), (int) request.queryLong("times", 1))),
                    Route.post("/v1/things", request -> request.body(Greeting.class)),
                    Route.get("/v1/full", request -> {
                        throw BoxerException.capacity("no room; add a node");
                    }),
                    Route.get("/v1/bug", request -> {
                        throw new IllegalStateException("oops");
                    })));
    private final AdminClient client = new AdminClient(server.address(), key);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void pathNamesAndQueryReachTheHandler() {
        assertThat(client.get("/v1/things/a%20b?times=3", Greeting.class)).isEqualTo(new Greeting("a b", 3));
    }

    @Test
    void aChangeNeedsTheKey() {
        assertThat(client.post("/v1/things", new Greeting("x", 2), Greeting.class))
                .isEqualTo(new Greeting("x", 2));

        AdminClient stranger = new AdminClient(server.address(), ClusterKey.random());
        assertThatThrownBy(() -> stranger.post("/v1/things", new Greeting("x", 2), Greeting.class))
                .hasMessageContaining("POST needs the key");
    }

    @Test
    void aProofIsGoodForItsRequestAndItsMinuteOnly() {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        String proof = KeyProof.of(key, "POST", "/v1/things", body, 1000);

        assertThat(KeyProof.holds(proof, key, "POST", "/v1/things", body, 1060)).isTrue();
        assertThat(KeyProof.holds(proof, key, "POST", "/v1/things", body, 1061)).isFalse();
        assertThat(KeyProof.holds(proof, key, "DELETE", "/v1/things", body, 1000))
                .isFalse();
        assertThat(KeyProof.holds(proof, key, "POST", "/v1/other", body, 1000)).isFalse();
        assertThat(KeyProof.holds(proof, key, "POST", "/v1/things", new byte[0], 1000))
                .isFalse();
        assertThat(KeyProof.holds("", key, "POST", "/v1/things", body, 1000)).isFalse();
    }

    @Test
    void refusalsCarryTheCodeAndTheMessage() {
        assertThatThrownBy(() -> client.get("/v1/full", Map.class))
                .isInstanceOfSatisfying(
                        BoxerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CAPACITY))
                .hasMessage("no room; add a node");
        assertThatThrownBy(() -> client.get("/v1/bug", Map.class))
                .isInstanceOfSatisfying(
                        BoxerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUG));
        assertThatThrownBy(() -> client.get("/v1/nothing", Map.class))
                .hasMessage("GET /v1/nothing is not an operation of this daemon");
        assertThatThrownBy(() -> client.get("/v1/things/a?times=x", Map.class))
                .hasMessage("times=x is not a whole number; write times=1, say");
        assertThatThrownBy(() -> client.post("/v1/things", List.of(1), Map.class))
                .hasMessageContaining("the body is not the JSON of a Greeting");
    }

    @Test
    void aPageInABrowserGetsNothing() throws IOException {
        assertThat(raw("GET /v1/things/a HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET /v1/things/a HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://evil.example\r\nConnection:"
                        + " close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void metricsAndHealthAreAlwaysThere() throws IOException {
        assertThat(raw("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .contains("jvm_memory_used_bytes");
        assertThat(client.get("/healthz", Health.class)).isEqualTo(new Health("ok"));
    }

    @Test
    void aTakenPortIsAClearError() {
        assertThatThrownBy(() -> AdminServer.start(server.address(), new Metrics(), key, List.of()))
                .hasMessageStartingWith("--admin=%s cannot be bound".formatted(server.address()));
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), server.address().port());
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
