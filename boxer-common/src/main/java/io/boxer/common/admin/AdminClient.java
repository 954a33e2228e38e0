// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.admin;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.HostPort;
import io.boxer.common.security.ClusterKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;

/**
 * Calls the admin API of a daemon.
 *
 * <p>Thread-safe.
 */
public final class AdminClient {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newCachedThreadPool(AdminServer.named("boxer-admin-client-")))
            .build();
    private final HostPort server;
    private final ClusterKey key;
    private final InstantSource clock;

    /** Connects at the first call. */
    public AdminClient(HostPort server, ClusterKey key) {
        this(server, key, InstantSource.system());
    }

    AdminClient(HostPort server, ClusterKey key, InstantSource clock) {
        this.server = server;
        this.key = key;
        this.clock = clock;
    }

    public HostPort server() {
        return server;
    }

    /**
     * Reads.
     *
     * @param path with the query, encoded
     * @throws BoxerException with the daemon's own message, or PEER if it cannot be reached
     */
    public <T> T get(String path, Class<T> answer) {
        return call("GET", path, new byte[0], answer);
    }

    /** Changes something; see {@link #get}. */
    public <T> T post(String path, Object body, Class<T> answer) {
        return call("POST", path, json(body), answer);
    }

    /** Removes something; see {@link #get}. */
    public <T> T delete(String path, Class<T> answer) {
        return call("DELETE", path, new byte[0], answer);
    }

    /** What a path answers that is no JSON, such as {@code /metrics}; see {@link #get}. */
    public String text(String path) {
        return new String(send("GET", path, new byte[0]), StandardCharsets.UTF_8);
    }

    private <T> T call(String method, String path, byte[] body, Class<T> answer) {
        try {
            return Json.mapper().readValue(send(method, path, body), answer);
        } catch (IOException notOfThatForm) {
            throw new BoxerException(
                    ErrorCode.PEER,
                    "%s %s at %s answers what is no %s; is it a Boxer daemon of this release?"
                            .formatted(method, path, server, answer.getSimpleName()),
                    notOfThatForm);
        }
    }

    private byte[] send(String method, String path, byte[] body) {
        try {
            HttpResponse<byte[]> response = http.send(request(method, path, body), BodyHandlers.ofByteArray());
            if (response.statusCode() == 200) {
                return response.body();
            }
            throw refused(response);
        } catch (IOException unreachable) {
            throw new BoxerException(
                    ErrorCode.PEER,
                    "%s %s at %s: no answer (%s); is the daemon up?".formatted(method, path, server, unreachable),
                    unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BoxerException(ErrorCode.PEER, "interrupted while calling " + server, interrupted);
        }
    }

    private HttpRequest request(String method, String path, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + server + path))
                .timeout(CALL_LIMIT)
                .header("Content-Type", "application/json")
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (!method.equals("GET")) {
            request.header(
                    KeyProof.HEADER,
                    KeyProof.of(key, method, path, body, clock.instant().getEpochSecond()));
        }
        return request.build();
    }

    private BoxerException refused(HttpResponse<byte[]> response) {
        try {
            ErrorBody.Detail error =
                    Json.mapper().readValue(response.body(), ErrorBody.class).error();
            return new BoxerException(ErrorCode.valueOf(error.code()), error.message());
        } catch (IOException | RuntimeException notOurs) {
            return new BoxerException(
                    ErrorCode.PEER,
                    "%s answered %d without a reason; is it a Boxer daemon?".formatted(server, response.statusCode()),
                    notOurs);
        }
    }

    private static byte[] json(Object body) {
        try {
            return Json.mapper().writeValueAsBytes(body);
        } catch (IOException cannot) {
            throw new BoxerException(ErrorCode.BUG, "no JSON can be made of a " + body.getClass(), cannot);
        }
    }
}
