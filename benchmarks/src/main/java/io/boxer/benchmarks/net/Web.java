// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.benchmarks.Goal;
import io.boxer.benchmarks.Listener;
import io.boxer.benchmarks.Skipped;
import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** wrk on nginx, over connections that stay. Stateless. */
final class Web {
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final String ROW = "wrk on nginx, 20 connections kept";

    private Web() {}

    static void run(Pair pair, Optional<Path> guests, int rounds, Listener listener) {
        var nginx = FoundProgram.find("nginx", guests);
        var wrk = FoundProgram.find("wrk", guests);
        if (nginx.isEmpty() || wrk.isEmpty()) {
            listener.skipped(new Skipped(pair.label() + ": " + ROW, "nginx or wrk is not on this machine"));
            return;
        }
        int port = Pair.freePort();
        int plainPort = Pair.freePort();
        serve(pair.ours().server(), nginx.get(), port);
        serve(pair.plain().server(), nginx.get(), plainPort);
        pair.compare(
                listener,
                rounds,
                List.of(pair.column(ROW, "1/s", Goal.ratioAtLeast(0.97))),
                port,
                plainPort,
                (ends, at) -> List.of(Output.number(
                        RATE,
                        ends.client()
                                .run(wrk.get()
                                        .with("-t1", "-c20", "-d2s", "http://%s:%d/".formatted(ends.name(), at))))));
    }

    private static void serve(Place place, FoundProgram nginx, int port) {
        Path directory = place.directory("nginx");
        boolean root = "root".equals(System.getProperty("user.name"));
        String text = """
                %s
                daemon off;
                worker_processes 1;
                pid %2$s/nginx.pid;
                error_log stderr notice;
                events { worker_connections 256; }
                http {
                    access_log off;
                    keepalive_requests 100000000;
                    client_body_temp_path %2$s/body; proxy_temp_path %2$s/proxy; fastcgi_temp_path %2$s/fastcgi;
                    uwsgi_temp_path %2$s/uwsgi; scgi_temp_path %2$s/scgi;
                    server { listen %3$d; location / { return 200 "hello\\n"; } }
                }
                """.formatted(root ? "user nobody nogroup;" : "", directory, port);
        try {
            Path file = Files.writeString(directory.resolve("nginx.conf"), text);
            place.serve(
                    nginx.with("-p", directory.toString(), "-c", file.toString(), "-e", "stderr"),
                    "start worker process \\d+");
        } catch (IOException e) {
            throw new BoxerException(ErrorCode.USER, "%s cannot be written: %s".formatted(directory, e), e);
        }
    }
}
