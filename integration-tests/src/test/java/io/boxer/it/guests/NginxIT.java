// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** nginx with two workers on a low port, in front of nginx on another node; asked by curl. */
class NginxIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    private static Program curl;
    private static GuestNode web;

    @BeforeAll
    static void start() {
        Program nginx = Program.need("nginx", "nginx");
        curl = Program.need("curl", "nginx asked by curl");
        server(nginx, "app", "", """
                server {
                    listen 8080;
                    location / { return 200 "$remote_addr $server_addr $connection_requests\\n"; }
                }
                """);
        String user = Overlay.isRoot() ? "user nobody nogroup;" : "";
        web = server(nginx, "web", user, """
                upstream app { server app:8080; keepalive 4; }
                server {
                    listen 80 reuseport;
                    root %s;
                    location /worker { return 200 "$pid\\n"; }
                    location /app { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ""; }
                }
                """.formatted(OVERLAY.directory("web")));
    }

    private static GuestNode server(Program nginx, String name, String user, String servers) {
        Path file = OVERLAY.file(name, "nginx.conf", """
                %2$s
                daemon off;
                worker_processes 2;
                pid %1$s/nginx.pid;
                error_log stderr notice;
                events { worker_connections 256; }
                http {
                    sendfile on;
                    access_log off;
                    client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                    %3$s
                }
                """.formatted(OVERLAY.directory(name), user, servers));
        String prefix = OVERLAY.directory(name).toString();
        return OVERLAY.node(name, nginx.with("-p", prefix, "-c", file.toString(), "-e", "stderr"))
                .awaitSaid("(?s)start worker process \\d+.*start worker process \\d+");
    }

    @Test
    void bothWorkersTakeConnectionsOfTheReusedPortWithoutTheRightsOfRoot() {
        String[] addresses = new String[60];
        Arrays.fill(addresses, "http://web/worker");

        var result = OVERLAY.run(curl.with(concat("-sS --no-keepalive -H Connection:close", addresses)));

        List<String> workers = result.succeeded().out().lines().distinct().toList();
        assertThat(workers).hasSize(2);
        assertThat(workers)
                .allSatisfy(
                        worker -> assertThat(userOf(worker)).isEqualTo(Overlay.isRoot() ? "65534" : userOf("self")));
    }

    @Test
    void theProxyKeepsItsConnectionsToTheOtherNode() {
        String[] addresses = new String[10];
        Arrays.fill(addresses, "http://web/app");

        var result = OVERLAY.run(curl.with(concat("-sS", addresses)));

        String last = result.succeeded().out().lines().reduce("", (before, line) -> line);
        assertThat(last).matches("10\\.\\d+\\.0\\.3 10\\.\\d+\\.0\\.2 (10|\\d\\d+)");
    }

    @Test
    void aFileOfTwentyMegabytesArrivesWhole() throws IOException {
        byte[] content = new byte[20_000_000];
        new Random(1).nextBytes(content);
        Files.write(OVERLAY.directory("web").resolve("big"), content);
        Path copy = OVERLAY.directory("copies").resolve("big");

        var result = OVERLAY.run(curl.with("-sSv", "-o", copy.toString(), "http://web/big"));

        assertThat(result.succeeded().err()).containsPattern("Connected to web \\(10\\.\\d+\\.0\\.3\\) port 80");
        assertThat(copy).hasBinaryContent(content);
    }

    @Test
    void whenToldToReloadThenNewWorkersServe() {
        String before =
                OVERLAY.run(curl.with("-sS", "http://web/worker")).succeeded().out();

        GuestNode.signal(web.program().pid(), "HUP");

        web.awaitSaid("gracefully shutting down");
        String after =
                OVERLAY.run(curl.with("-sS", "http://web/worker")).succeeded().out();
        assertThat(after).isNotEqualTo(before);
    }

    private static String[] concat(String options, String[] rest) {
        String[] first = options.split(" ", -1);
        String[] all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }

    private static String userOf(String pid) {
        try {
            return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                    .filter(line -> line.startsWith("Uid:"))
                    .map(line -> line.split("\\s+", -1)[1])
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
