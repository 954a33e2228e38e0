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
import java.time.Duration;
import java.time.InstantSource;

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
            .build();
    private final HostPort server;
    private final ClusterKey key;
    private final InstantSource clock = InstantSource.system();

    public AdminClient(HostPort server, ClusterKey key) {
        this.server = server;
        this.key = key;
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

    private <T> T call(String method, String path, byte[] body, Class<T> answer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + server + path))
                .timeout(CALL_LIMIT)
                .header("Content-Type", "application/json")
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (!method.equals("GET")) {
            request.header(
                    KeyProof.HEADER,
                    KeyProof.of(key, method, path, body, clock.instant().getEpochSecond()));
        }
        try {
            return read(http.send(request.build(), BodyHandlers.ofByteArray()), answer);
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

    private <T> T read(HttpResponse<byte[]> response, Class<T> answer) throws IOException {
        if (response.statusCode() == 200) {
            return Json.mapper().readValue(response.body(), answer);
        }
        ErrorBody.Detail error;
        try {
            error = Json.mapper().readValue(response.body(), ErrorBody.class).error();
        } catch (IOException notOurs) {
            throw BoxerException.peer("%s answered %d and no JSON", server, response.statusCode());
        }
        throw new BoxerException(ErrorCode.valueOf(error.code()), error.message());
    }

    private static byte[] json(Object body) {
        try {
            return Json.mapper().writeValueAsBytes(body);
        } catch (IOException cannot) {
            throw new BoxerException(ErrorCode.BUG, "no JSON can be made of a " + body.getClass(), cannot);
        }
    }
}
