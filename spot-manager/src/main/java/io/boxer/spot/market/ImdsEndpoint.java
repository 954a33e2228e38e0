// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.boxer.spot.Pool;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Instance metadata service of one instance, version 2 only, on a loopback port of its own. After the EC2 User Guide, "Use the Instance
 * Metadata Service": a token by PUT with its life in seconds (1 to 21 600), required by each GET; 400 for a bad life, 401 for a missing or
 * old token, 403 for a request that came through a proxy, 404 for what there is not. A client that does not send its request to the end
 * delays only the other clients of the same instance. Thread-safe.
 */
final class ImdsEndpoint implements AutoCloseable {
    private static final int LONGEST_TTL_SECONDS = 21_600;
    private static final int MOST_TOKENS = 1024;
    private static final String TOKEN_PATH = "/latest/api/token";
    private static final String TTL_HEADER = "X-aws-ec2-metadata-token-ttl-seconds";
    private static final String TOKEN_HEADER = "X-aws-ec2-metadata-token";

    private final HttpServer server;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Instant> tokens = new LinkedHashMap<>();
    private final Map<String, String> fixed;
    private @Nullable Instant interruption;
    private @Nullable Instant rebalance;

    private ImdsEndpoint(HttpServer server, Map<String, String> fixed, InstantSource clock) {
        this.server = server;
        this.fixed = fixed;
        this.clock = clock;
    }

    static ImdsEndpoint start(String instanceId, Pool pool, InstantSource clock) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ImdsEndpoint endpoint = new ImdsEndpoint(server, documents(instanceId, pool), clock);
        server.createContext("/", endpoint::answer);
        server.start();
        return endpoint;
    }

    private static Map<String, String> documents(String instanceId, Pool pool) {
        String type = pool.instanceType().orElse("m6i.large");
        String zone = pool.zone().orElse("us-east-1a");
        return Map.of(
                "instance-id", instanceId,
                "instance-type", type,
                "instance-life-cycle", pool.isSpot() ? "spot" : "on-demand",
                "placement/availability-zone", zone,
                "placement/region", zone.replaceFirst("[a-z]$", ""));
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Says the end from now on; in whole seconds, as EC2 does. */
    synchronized void announceInterruption(Instant at) {
        interruption = at;
    }

    synchronized void announceRebalance(Instant noticed) {
        rebalance = noticed.truncatedTo(ChronoUnit.SECONDS);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestHeaders().containsKey("X-Forwarded-For")) {
                send(exchange, 403, "text/plain", "Forbidden");
            } else if (path.equals(TOKEN_PATH) && exchange.getRequestMethod().equals("PUT")) {
                putToken(exchange);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                send(exchange, 405, "text/plain", "Method Not Allowed");
            } else if (!tokenLives(exchange.getRequestHeaders().getFirst(TOKEN_HEADER))) {
                send(exchange, 401, "text/plain", "Unauthorized");
            } else {
                get(exchange, path);
            }
        }
    }

    private void putToken(HttpExchange exchange) throws IOException {
        String life = exchange.getRequestHeaders().getFirst(TTL_HEADER);
        int seconds = life != null && life.matches("\\d{1,5}") ? Integer.parseInt(life) : 0;
        if (seconds < 1 || seconds > LONGEST_TTL_SECONDS) {
            send(exchange, 400, "text/plain", "Bad Request");
            return;
        }
        exchange.getResponseHeaders().set(TTL_HEADER, Integer.toString(seconds));
        send(exchange, 200, "text/plain", newToken(seconds));
    }

    private synchronized String newToken(int seconds) {
        byte[] bytes = new byte[40];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        tokens.values().removeIf(end -> !end.isAfter(clock.instant()));
        Iterator<String> oldest = tokens.keySet().iterator();
        if (tokens.size() >= MOST_TOKENS) {
            oldest.next();
            oldest.remove();
        }
        tokens.put(token, clock.instant().plusSeconds(seconds));
        return token;
    }

    private synchronized boolean tokenLives(@Nullable String token) {
        Instant end = token == null ? null : tokens.get(token);
        return end != null && end.isAfter(clock.instant());
    }

    private void get(HttpExchange exchange, String path) throws IOException {
        Optional<String> document =
                path.startsWith("/latest/meta-data/") ? document(path.substring(18)) : Optional.empty();
        if (document.isPresent()) {
            String type = document.get().startsWith("{") ? "application/json" : "text/plain";
            send(exchange, 200, type, document.get());
        } else {
            send(exchange, 404, "text/plain", "Not Found");
        }
    }

    private synchronized Optional<String> document(String name) {
        return switch (name) {
            case "spot/instance-action" ->
                Optional.ofNullable(interruption).map(at -> "{\"action\": \"terminate\", \"time\": \"" + at + "\"}");
            case "spot/termination-time" -> Optional.ofNullable(interruption).map(Instant::toString);
            case "events/recommendations/rebalance" ->
                Optional.ofNullable(rebalance).map(noticed -> "{\"noticeTime\": \"" + noticed + "\"}");
            default -> Optional.ofNullable(fixed.get(name));
        };
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
