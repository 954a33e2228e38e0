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

    private static NginxNodes nginx;

    @BeforeAll
    static void start() {
        nginx = NginxNodes.on(OVERLAY);
    }

    @Test
    void bothWorkersTakeConnectionsOfTheReusedPortWithoutTheRightsOfRoot() {
        String[] addresses = new String[60];
        Arrays.fill(addresses, "http://web/worker");

        var result = nginx.curl("-sS --no-keepalive -H Connection:close", addresses);

        List<String> workers = result.succeeded().out().lines().distinct().toList();
        assertThat(workers).hasSize(2);
        assertThat(workers)
                .allSatisfy(
                        worker -> assertThat(userOf(worker)).isEqualTo(Overlay.isRoot() ? "65534" : userOf("self")));
    }

    @Test
    void theProxyKeepsItsConnectionsToTheOtherNode() {
        nginx.theProxyKeepsItsConnectionsToTheOtherNode();
    }

    @Test
    void aFileOfTwentyMegabytesArrivesWhole() throws IOException {
        byte[] content = new byte[20_000_000];
        new Random(1).nextBytes(content);
        Files.write(OVERLAY.directory("web").resolve("big"), content);
        Path copy = OVERLAY.directory("copies").resolve("big");

        var result = nginx.curl("-sSv -o " + copy, "http://web/big");

        assertThat(result.succeeded().err()).containsPattern("Connected to web \\(10\\.\\d+\\.0\\.3\\) port 80");
        assertThat(copy).hasBinaryContent(content);
    }

    @Test
    void whenToldToReloadThenNewWorkersServe() {
        String before = nginx.curl("-sS", "http://web/worker").succeeded().out();

        GuestNode.signal(nginx.web().program().pid(), "HUP");

        nginx.web().awaitSaid("gracefully shutting down");
        String after = nginx.curl("-sS", "http://web/worker").succeeded().out();
        assertThat(after).isNotEqualTo(before);
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
