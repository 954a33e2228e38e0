// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** ZooKeeper on an overlay, wherever its nodes run. Confined to the thread of the test. */
record ZooKeeperNodes(Overlay overlay) {
    private static final String SERVER = "org.apache.zookeeper.server.quorum.QuorumPeerMain";
    private static final String SHELL = "org.apache.zookeeper.ZooKeeperMain";

    void whenTheLeaderIsKilledThenAnotherLeadsAndTheClientGoesOn() {
        List<GuestNode> servers =
                IntStream.rangeClosed(1, 3).mapToObj(this::server).toList();
        servers.forEach(server -> server.awaitSaid("state changed: (leading|following) - broadcast"));
        GuestNode leader = leaders(servers).get(0);
        GuestNode client = overlay.node(
                "client", JavaProgram.command(SHELL, "-server", "zoo1:2181,zoo2:2181,zoo3:2181", "-timeout", "10000"));
        tell(client, "create /colour green");
        client.awaitSaid("Created /colour");

        GuestNode.signal(leader.program().pid(), "KILL");

        leader.ended();
        List<GuestNode> rest =
                servers.stream().filter(server -> server != leader).toList();
        rest.forEach(server -> server.awaitSaid("(?s)(- broadcast.*){2}"));
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    // an order that was under way when the connection broke is lost, and the shell does not repeat it
                    tell(client, "set /colour blue");
                    tell(client, "get /colour");
                    return client.out().lines().anyMatch("blue"::equals);
                });
        tell(client, "quit");
        client.ended().succeeded();
    }

    private GuestNode server(int number) {
        String name = "zoo" + number;
        Path data = overlay.directory(name);
        overlay.file(name, "myid", number + "\n");
        Path configuration = overlay.file(name, "zoo.cfg", """
                tickTime=500
                initLimit=20
                syncLimit=5
                dataDir=%s
                clientPort=2181
                admin.enableServer=false
                server.1=zoo1:2888:3888
                server.2=zoo2:2888:3888
                server.3=zoo3:2888:3888
                """.formatted(data));
        return overlay.node(name, JavaProgram.command(SERVER, configuration.toString()));
    }

    private static List<GuestNode> leaders(List<GuestNode> servers) {
        return servers.stream()
                .filter(server -> server.err().contains("state changed: leading"))
                .toList();
    }

    private static void tell(GuestNode client, String line) {
        try {
            client.stdin().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            client.stdin().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
