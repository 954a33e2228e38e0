// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.HostPort;
import io.boxer.common.security.ClusterKey;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the route of a call, after it has checked who calls: a browser led astray gets nothing. Thread-safe. */
final class AdminHandler implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);
    private static final int MAX_BODY_BYTES = 1 << 20;

    private final HostPort bound;
    private final Metrics metrics;
    private final ClusterKey key;
    private final List<Route> routes;
    private final InstantSource clock = InstantSource.system();

    /** The status and what becomes of the answer. */
    private record Answer(int status, String type, String body) {
        static Answer json(int status, Object value) throws IOException {
            return new Answer(status, "application/json", Json.mapper().writeValueAsString(value));
        }

        static Answer error(int status, ErrorCode code, String message) throws IOException {
            return json(status, ErrorBody.of(code.name(), message));
        }
    }

    AdminHandler(HostPort bound, Metrics metrics, ClusterKey key, List<Route> routes) {
        this.bound = bound;
        this.metrics = metrics;
        this.key = key;
        this.routes = List.copyOf(routes);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        try {
            return checked(exchange);
        } catch (BoxerException refused) {
            return Answer.error(status(refused.code()), refused.code(), String.valueOf(refused.getMessage()));
        } catch (RuntimeException bug) {
            LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), bug);
            return Answer.error(500, ErrorCode.BUG, "internal error, the daemon's log has it: " + bug);
        }
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case USER -> 400;
            case CAPACITY, PEER -> 503;
            case BUG -> 500;
        };
    }

    private Answer checked(HttpExchange exchange) throws IOException {
        String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElse("");
        if (!isOurName(host)) {
            return Answer.error(403, ErrorCode.USER, "Host=" + host + " is not a name of this daemon");
        }
        if (exchange.getRequestHeaders().containsKey("Origin")) {
            return Answer.error(403, ErrorCode.USER, "calls from pages in a browser are refused");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            return Answer.error(413, ErrorCode.USER, "the body is longer than " + MAX_BODY_BYTES + " bytes");
        }
        String method = exchange.getRequestMethod();
        String target = exchange.getRequestURI().toString();
        if (!method.equals("GET") && !isProven(exchange, method, target, body)) {
            return Answer.error(
                    401,
                    ErrorCode.USER,
                    method + " needs the key: use the boxer command, or send " + KeyProof.HEADER
                            + " as docs/operations.md says");
        }
        return route(exchange, method, body);
    }

    private boolean isProven(HttpExchange exchange, String method, String target, byte[] body) {
        String proof = Optional.ofNullable(exchange.getRequestHeaders().getFirst(KeyProof.HEADER))
                .orElse("");
        return KeyProof.holds(proof, key, method, target, body, clock.instant().getEpochSecond());
    }

    private boolean isOurName(String host) {
        String name = host.replaceFirst(":\\d+$", "");
        return name.equals("localhost")
                || name.equals("[::1]")
                || name.matches("127(\\.\\d{1,3}){3}")
                || name.equals(bound.host());
    }

    private Answer route(HttpExchange exchange, String method, byte[] body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/metrics")) {
            return new Answer(200, "text/plain; version=0.0.4", metrics.scrape());
        }
        if (path.equals("/healthz")) {
            return Answer.json(200, Map.of("status", "ok"));
        }
        for (Route route : routes) {
            Optional<Map<String, String>> parameters = route.match(path);
            if (route.method().equals(method) && parameters.isPresent()) {
                AdminRequest request = new AdminRequest(
                        parameters.get(),
                        query(exchange.getRequestURI().getRawQuery()),
                        new String(body, StandardCharsets.UTF_8));
                return Answer.json(200, route.handler().answer(request));
            }
        }
        return Answer.error(404, ErrorCode.USER, method + " " + path + " is not an operation of this daemon");
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> values = new LinkedHashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                int at = pair.indexOf('=');
                if (at > 0) {
                    values.put(decode(pair.substring(0, at)), decode(pair.substring(at + 1)));
                }
            }
        }
        return values;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
