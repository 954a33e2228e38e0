// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * nginx with two workers on a low port, in front of nginx on another node, wherever they run; asked by curl. Confined to the thread of
 * the test.
 *
 * @param web the one in front
 */
record NginxNodes(Overlay overlay, Program curl, GuestNode web) {
    /** Starts both; skips the calling test where there is no nginx or no curl. */
    static NginxNodes on(Overlay overlay) {
        Program nginx = Program.need("nginx", "nginx");
        Program curl = Program.need("curl", "nginx asked by curl");
        server(overlay, nginx, "app", "", """
                server {
                    listen 8080;
                    location / { return 200 "$remote_addr $server_addr $connection_requests\\n"; }
                }
                """);
        String user = Overlay.isRoot() ? "user nobody nogroup;" : "";
        GuestNode web = server(overlay, nginx, "web", user, """
                upstream app { server app:8080; keepalive 4; }
                server {
                    listen 80 reuseport;
                    root %s;
                    location /worker { return 200 "$pid\\n"; }
                    location /app { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ""; }
                }
                """.formatted(overlay.directory("web")));
        return new NginxNodes(overlay, curl, web);
    }

    private static GuestNode server(Overlay overlay, Program nginx, String name, String user, String servers) {
        Path file = overlay.file(name, "nginx.conf", """
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
                """.formatted(overlay.directory(name), user, servers));
        String prefix = overlay.directory(name).toString();
        return overlay.node(name, nginx.with("-p", prefix, "-c", file.toString(), "-e", "stderr"))
                .awaitSaid("(?s)start worker process \\d+.*start worker process \\d+");
    }

    /** What curl prints for these addresses, asked for one after the other. */
    GuestNode.Result curl(String options, String... addresses) {
        return overlay.run(curl.with(concat(options, addresses)));
    }

    void theProxyKeepsItsConnectionsToTheOtherNode() {
        String[] addresses = new String[10];
        Arrays.fill(addresses, "http://web/app");

        var result = curl("-sS", addresses);

        String last = result.succeeded().out().lines().reduce("", (before, line) -> line);
        assertThat(last).matches("10\\.\\d+\\.\\d+\\.\\d+ 10\\.\\d+\\.\\d+\\.\\d+ (10|\\d\\d+)");
        assertThat(last.split(" ", -1)[0]).isNotEqualTo(last.split(" ", -1)[1]);
    }

    private static String[] concat(String options, String[] rest) {
        String[] first = options.split(" ", -1);
        String[] all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }
}
