// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.notice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A metadata service that answers what a test says, to see what a source does with it. */
final class FakeMetadataServer implements AutoCloseable {
    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile int status = 404;
    private volatile String body = "";
    private volatile String token = "token-1";

    private FakeMetadataServer(HttpServer server) {
        this.server = server;
    }

    /** On a port; 0 for any. */
    static FakeMetadataServer start(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        FakeMetadataServer fake = new FakeMetadataServer(server);
        server.createContext("/", fake::answer);
        server.start();
        return fake;
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Both documents answer so from now on. */
    void answers(int newStatus, String newBody) {
        status = newStatus;
        body = newBody;
    }

    /** The tokens given so far are worth nothing; the next one is this. */
    void changesToken(String newToken) {
        token = newToken;
    }

    /** Method and path of each request. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (exchange.getRequestMethod().equals("PUT")) {
                send(exchange, 200, token);
            } else if (!token.equals(exchange.getRequestHeaders().getFirst(ImdsClient.TOKEN_HEADER))) {
                send(exchange, 401, "");
            } else {
                send(exchange, status, body);
            }
        }
    }

    private static void send(HttpExchange exchange, int code, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
