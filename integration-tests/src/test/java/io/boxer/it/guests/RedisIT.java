// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis, its command line client, its load generator, its replicas and its sentinels. */
class RedisIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    private static Program server;
    private static Program cli;

    @BeforeAll
    static void find() {
        server = Program.need("redis-server", "Redis");
        cli = Program.need("redis-cli", "Redis");
    }

    private static GuestNode start(String name, String... options) {
        String directory = OVERLAY.directory(name).toString();
        List<String> common = server.with("--dir", directory, "--save", "", "--protected-mode", "no");
        return OVERLAY.node(
                        name, Stream.concat(common.stream(), Stream.of(options)).toList())
                .awaitSaid("Ready to accept connections");
    }

    private static String ask(String node, String... words) {
        return OVERLAY.run(Stream.concat(cli.with("-h", node).stream(), Stream.of(words))
                        .toList())
                .succeeded()
                .out();
    }

    @Test
    void aClientReachesAServerByNameAndTheServerSeesItsOverlayAddress() {
        start("cache");

        String clients = ask("cache", "client", "list");

        assertThat(clients).containsPattern("addr=10\\.\\d+\\.0\\.\\d+:\\d+ laddr=10\\.\\d+\\.0\\.\\d+:6379");
    }

    @Test
    void theLoadGeneratorRunsWithFiftyConnections() {
        Program benchmark = Program.need("redis-benchmark", "Redis under load");
        start("loaded");

        var result = OVERLAY.run(
                benchmark.with("-h", "loaded", "-n", "20000", "-c", "50", "-P", "4", "-t", "set,get", "--csv"));

        assertThat(result.succeeded().out().lines().filter(line -> line.matches("\"(SET|GET)\",.*")))
                .hasSize(2);
        assertThat(ask("loaded", "info", "stats")).containsPattern("total_commands_processed:4\\d{4}");
    }

    @Test
    void whenTheMasterIsKilledThenTheSentinelMakesItsReplicaTheMaster() {
        GuestNode master = start("first");
        start("second", "--replicaof", "first", "6379").awaitSaid("Finished with success");
        assertThat(ask("first", "set", "colour", "green")).contains("OK");
        assertThat(ask("first", "wait", "1", "5000")).contains("1");
        GuestNode sentinel = sentinel();

        GuestNode.signal(master.program().pid(), "KILL");

        assertThat(master.ended().code()).isEqualTo(128 + 9);
        sentinel.awaitSaid("\\+switch-master");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(ask("second", "info", "replication")).contains("role:master"));
        assertThat(ask("second", "get", "colour")).contains("green");
        assertThat(ask("sentinel", "-p", "26379", "sentinel", "get-master-addr-by-name", "colours"))
                .containsPattern("10\\.\\d+\\.0\\.\\d+\n6379");
    }

    private static GuestNode sentinel() {
        Path configuration = OVERLAY.file("sentinel", "sentinel.conf", """
                dir %s
                protected-mode no
                sentinel resolve-hostnames yes
                sentinel monitor colours first 6379 1
                sentinel down-after-milliseconds colours 1000
                sentinel failover-timeout colours 10000
                """.formatted(OVERLAY.directory("sentinel")));
        return OVERLAY.node("sentinel", server.with(configuration.toString(), "--sentinel"))
                .awaitSaid("\\+slave slave 10\\.");
    }
}
