// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.app;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program to be a node: answers every GET with its host's name, a variable and a file. */
final class Greeter {
    private Greeter() {}

    /** @param arguments the port */
    public static void main(String[] arguments) throws IOException {
        String host = InetAddress.getLocalHost().getHostName();
        String mood = System.getenv().getOrDefault("MOOD", "no mood");
        Path note = Path.of("note.txt");
        String text = "%s, %s, %s".formatted(host, mood, Files.exists(note) ? Files.readString(note) : "no note");
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(arguments[0])), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        System.out.println("up: " + text);
    }
}
