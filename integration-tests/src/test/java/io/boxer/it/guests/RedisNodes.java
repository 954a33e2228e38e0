// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Redis on an overlay, wherever its nodes run; a node's name is used once. Confined to the thread of the test. */
record RedisNodes(Overlay overlay, Program server, Program cli) {
    /** Skips the calling test where there is no Redis. */
    static RedisNodes on(Overlay overlay) {
        return new RedisNodes(overlay, Program.need("redis-server", "Redis"), Program.need("redis-cli", "Redis"));
    }

    GuestNode start(String name, String... options) {
        String directory = overlay.directory(name).toString();
        Stream<String> common = server.with("--dir", directory, "--save", "", "--protected-mode", "no").stream();
        return overlay.node(name, Stream.concat(common, Stream.of(options)).toList())
                .awaitSaid("Ready to accept connections");
    }

    String ask(String node, String... words) {
        return overlay.run(Stream.concat(cli.with("-h", node).stream(), Stream.of(words))
                        .toList())
                .succeeded()
                .out();
    }

    void aClientReachesAServerByNameAndTheServerSeesItsOverlayAddress() {
        start("cache");

        String clients = ask("cache", "client", "list");

        assertThat(clients).containsPattern("addr=10\\.\\d+\\.\\d+\\.\\d+:\\d+ laddr=10\\.\\d+\\.\\d+\\.\\d+:6379");
    }

    void theLoadGeneratorRunsWithFiftyConnections() {
        Program benchmark = Program.need("redis-benchmark", "Redis under load");
        start("loaded");

        var result = overlay.run(
                benchmark.with("-h", "loaded", "-n", "20000", "-c", "50", "-P", "4", "-t", "set,get", "--csv"));

        assertThat(result.succeeded().out().lines().filter(line -> line.matches("\"(SET|GET)\",.*")))
                .hasSize(2);
        assertThat(ask("loaded", "info", "stats")).containsPattern("total_commands_processed:4\\d{4}");
    }

    /** Returns the primary; {@code second} has what it was told. */
    GuestNode aReplicaHasWhatThePrimaryWasTold() {
        GuestNode primary = start("first");
        start("second", "--replicaof", "first", "6379").awaitSaid("Finished with success");
        assertThat(ask("first", "set", "colour", "green")).contains("OK");

        assertThat(ask("first", "wait", "1", "5000")).contains("1");
        assertThat(ask("second", "get", "colour")).contains("green");
        return primary;
    }

    void whenTheMasterIsKilledThenTheSentinelMakesItsReplicaTheMaster() {
        GuestNode master = aReplicaHasWhatThePrimaryWasTold();
        GuestNode sentinel = sentinel();

        GuestNode.signal(master.program().pid(), "KILL");

        assertThat(master.ended().code()).isEqualTo(128 + 9);
        sentinel.awaitSaid("\\+switch-master");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(ask("second", "info", "replication")).contains("role:master"));
        assertThat(ask("second", "get", "colour")).contains("green");
        assertThat(ask("sentinel", "-p", "26379", "sentinel", "get-master-addr-by-name", "colours"))
                .containsPattern("10\\.\\d+\\.\\d+\\.\\d+\n6379");
    }

    private GuestNode sentinel() {
        Path configuration = overlay.file("sentinel", "sentinel.conf", """
                dir %s
                protected-mode no
                sentinel resolve-hostnames yes
                sentinel monitor colours first 6379 1
                sentinel down-after-milliseconds colours 1000
                sentinel failover-timeout colours 10000
                """.formatted(overlay.directory("sentinel")));
        return overlay.node("sentinel", server.with(configuration.toString(), "--sentinel"))
                .awaitSaid("\\+slave slave 10\\.");
    }
}
