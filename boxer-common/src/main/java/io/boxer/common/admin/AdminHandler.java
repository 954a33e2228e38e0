// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import io.boxer.common.ErrorCode;
import io.boxer.common.security.ClusterKey;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the route of a call, after it has checked who calls: a browser led astray gets nothing.
 *
 * <p>Thread-safe.
 */
final class AdminHandler implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

    private final OriginRule originRule;
    private final Metrics metrics;
    private final ClusterKey key;
    private final List<Route> routes;
    private final InstantSource clock;

    private record Match(Route route, Map<String, String> parameters) {}

    private record Answer(int status, Text text) {
        static Answer error(int status, ErrorCode code, String message) {
            return new Answer(status, json(ErrorBody.of(code.name(), message)));
        }
    }

    AdminHandler(OriginRule originRule, Metrics metrics, ClusterKey key, List<Route> routes, InstantSource clock) {
        this.originRule = originRule;
        this.metrics = metrics;
        this.key = key;
        this.routes = List.copyOf(routes);
        this.clock = clock;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var start = System.nanoTime();
            var answer = answer(exchange);
            var took = Duration.ofNanos(System.nanoTime() - start);
            metrics.registry()
                    .timer("boxer.admin.requests", "status", Integer.toString(answer.status()))
                    .record(took);
            LOG.debug(
                    "{} {} status={} took={}",
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    answer.status(),
                    took);
            send(exchange, answer);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        try {
            return new Answer(200, checked(exchange));
        } catch (BoxerException refused) {
            return Answer.error(AdminException.statusOf(refused), refused.code(), refused.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), bug);
            return Answer.error(500, ErrorCode.BUG, "the daemon failed on this request; its log says how");
        }
    }

    private Text checked(HttpExchange exchange) throws IOException {
        originRule.check(exchange.getRequestHeaders());
        var match = find(exchange);
        var body = body(exchange);
        if (match.route().changes()) {
            checkProof(exchange, body);
        }
        var query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        var request = new AdminRequest(match.parameters(), PercentEncoding.query(query), new String(body, UTF_8));
        var value = match.route().handler().answer(request);
        return value instanceof Text text ? text : json(value);
    }

    private Match find(HttpExchange exchange) {
        var path = Optional.ofNullable(exchange.getRequestURI().getRawPath()).orElse("");
        var method = exchange.getRequestMethod();
        var matches = routes.stream()
                .flatMap(route -> route.match(path).map(found -> new Match(route, found)).stream())
                .toList();
        if (matches.isEmpty()) {
            throw AdminException.notFound("%s %s is not an operation of this daemon", method, path);
        }
        return matches.stream()
                .filter(match -> match.route().method().equals(method))
                .findFirst()
                .orElseThrow(() -> AdminException.methodNotAllowed(
                        "%s is not a method of %s; use %s",
                        method,
                        path,
                        matches.stream().map(match -> match.route().method()).collect(Collectors.joining(" or "))));
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readNBytes(Json.MAX_BYTES + 1);
        if (body.length > Json.MAX_BYTES) {
            throw AdminException.tooLarge("the body is over %s; send less", DataSize.ofBytes(Json.MAX_BYTES));
        }
        return body;
    }

    private void checkProof(HttpExchange exchange, byte[] body) {
        var method = exchange.getRequestMethod();
        var target = exchange.getRequestURI().toString();
        var proof = Optional.ofNullable(exchange.getRequestHeaders().getFirst(KeyProof.HEADER))
                .orElse("");
        if (!KeyProof.holds(proof, key, method, target, body, clock.instant().getEpochSecond())) {
            throw AdminException.forbidden(
                    "%s needs a proof of the key, made within %d s: use the boxer command with the key file of this"
                            + " daemon, or send %s as docs/operations.md says; if you do, set the clocks",
                    method, KeyProof.VALID_SECONDS, KeyProof.HEADER);
        }
    }

    private static Text json(Object value) {
        try {
            return new Text("application/json", Json.mapper().writeValueAsString(value) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON can be made of a " + value.getClass(), e);
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        var body = answer.text().body().getBytes(UTF_8);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.text().type());
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        // a length of 0 would mean chunks
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
