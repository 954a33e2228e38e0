// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.notice;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Client of an instance metadata service, version 2 only: a token by PUT, renewed before it ends, then sent with each GET. Documents
 * longer than {@value #LONGEST_BODY} characters are cut: none that we ask for is. Thread-safe.
 */
final class ImdsClient {
    static final String TOKEN_PATH = "/latest/api/token";
    static final String TTL_HEADER = "X-aws-ec2-metadata-token-ttl-seconds";
    static final String TOKEN_HEADER = "X-aws-ec2-metadata-token";
    private static final int LONGEST_BODY = 4096;
    private static final Duration RENEW_EARLY = Duration.ofSeconds(15);

    private final HttpClient http;
    private final URI base;
    private final ImdsSettings settings;
    private final InstantSource clock;
    private @Nullable Token token;

    private record Token(String value, Instant renewAt) {}

    ImdsClient(HttpClient http, URI base, ImdsSettings settings, InstantSource clock) {
        this.http = http;
        this.base = base;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A document.
     *
     * @return completes on the HTTP client's executor with the body, or empty if the service has no such document; fails with
     *     {@link ImdsException} if nobody answers or the answer is a refusal
     */
    CompletableFuture<Optional<String>> get(String path) {
        return token().thenCompose(value -> get(path, value))
                .thenCompose(response -> {
                    if (response.statusCode() != 401) {
                        return CompletableFuture.completedFuture(response);
                    }
                    forgetToken(); // the service restarted, or its clock runs faster than ours
                    return token().thenCompose(value -> get(path, value));
                })
                .thenApply(response -> switch (response.statusCode()) {
                    case 200 -> Optional.of(cut(response.body()));
                    case 404 -> Optional.<String>empty();
                    default -> throw new ImdsException("GET " + path + " gave " + response.statusCode());
                });
    }

    private CompletableFuture<HttpResponse<String>> get(String path, String tokenValue) {
        return http.sendAsync(
                request(path).header(TOKEN_HEADER, tokenValue).GET().build(), BodyHandlers.ofString());
    }

    private CompletableFuture<String> token() {
        Token current = current();
        if (current != null) {
            return CompletableFuture.completedFuture(current.value());
        }
        HttpRequest put = request(TOKEN_PATH)
                .header(TTL_HEADER, Long.toString(settings.tokenTtl().toSeconds()))
                .PUT(BodyPublishers.noBody())
                .build();
        return http.sendAsync(put, BodyHandlers.ofString()).thenApply(this::keep);
    }

    private synchronized @Nullable Token current() {
        return token != null && clock.instant().isBefore(token.renewAt()) ? token : null;
    }

    private synchronized void forgetToken() {
        token = null;
    }

    /** A tenth of the life early if that is less than the usual fifteen seconds, so that a short-lived token is of use at all. */
    private synchronized String keep(HttpResponse<String> response) {
        if (response.statusCode() != 200 || !response.body().matches("[\\x21-\\x7e]{1,512}")) {
            throw new ImdsException("PUT " + TOKEN_PATH + " gave " + response.statusCode() + " and no token");
        }
        Duration tenth = settings.tokenTtl().dividedBy(10);
        Duration early = tenth.compareTo(RENEW_EARLY) < 0 ? tenth : RENEW_EARLY;
        token = new Token(
                response.body(), clock.instant().plus(settings.tokenTtl()).minus(early));
        return response.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(settings.timeout());
    }

    private static String cut(String body) {
        return body.length() > LONGEST_BODY ? body.substring(0, LONGEST_BODY) : body;
    }

    /** The service did not answer as it should. */
    static final class ImdsException extends CompletionException {
        private static final long serialVersionUID = 1;

        ImdsException(String message) {
            super(message);
        }
    }
}
