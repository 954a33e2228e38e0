// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three etcds, programs in Go that call each other by name, agree; also when their leader is killed. */
class EtcdIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    private static final List<String> NAMES = List.of("etcd-1", "etcd-2", "etcd-3");

    @Test
    @Timeout(180)
    void whenTheLeaderIsKilledThenAnotherLeadsAndNothingIsLost() {
        Seccomp.need(OVERLAY, "etcd");
        Program server = Program.need("etcd", "etcd");
        Program client = Program.need("etcdctl", "etcd");
        Map<String, GuestNode> nodes =
                NAMES.stream().collect(Collectors.toMap(name -> name, name -> start(server, name)));
        nodes.values().forEach(node -> node.awaitSaid("ready to serve client requests"));

        assertThat(ask(client, NAMES.get(0), "put", "colour", "green")
                        .succeeded()
                        .out())
                .contains("OK");
        assertThat(ask(client, NAMES.get(1), "get", "colour").succeeded().out()).isEqualTo("colour\ngreen\n");
        String leader = leader(client);
        GuestNode killed = Objects.requireNonNull(nodes.get(leader), leader);
        GuestNode.signal(killed.program().pid(), "KILL");

        assertThat(killed.ended().code()).isEqualTo(128 + 9);
        List<String> rest = NAMES.stream().filter(name -> !name.equals(leader)).toList();
        await().atMost(Duration.ofSeconds(40))
                .until(() -> ask(client, rest.get(0), "put", "shape", "round").code() == 0);
        assertThat(ask(client, rest.get(1), "get", "colour").succeeded().out()).isEqualTo("colour\ngreen\n");
        assertThat(ask(client, rest.get(1), "get", "shape").succeeded().out()).isEqualTo("shape\nround\n");
    }

    private static GuestNode start(Program server, String name) {
        String all = NAMES.stream().map(one -> one + "=http://" + one + ":2380").collect(Collectors.joining(","));
        return OVERLAY.node(
                name,
                words(
                        server,
                        "--name",
                        name,
                        "--data-dir",
                        OVERLAY.directory(name).toString(),
                        "--listen-peer-urls",
                        "http://0.0.0.0:2380",
                        "--initial-advertise-peer-urls",
                        "http://" + name + ":2380",
                        "--listen-client-urls",
                        "http://0.0.0.0:2379",
                        "--advertise-client-urls",
                        "http://" + name + ":2379",
                        "--initial-cluster",
                        all));
    }

    private static GuestNode.Result ask(Program client, String node, String... words) {
        Stream<String> command = Stream.concat(
                Stream.of(
                        "/usr/bin/env",
                        "ETCDCTL_API=3",
                        client.file().toString(),
                        "--endpoints",
                        "http://" + node + ":2379"),
                Stream.of(words));
        return OVERLAY.run(Seccomp.FRONT_END, command.toList());
    }

    private static String leader(Program client) {
        return IntStream.range(0, NAMES.size())
                .mapToObj(NAMES::get)
                .filter(name -> ask(client, name, "endpoint", "status")
                        .succeeded()
                        .out()
                        .contains(", true,"))
                .findFirst()
                .orElseThrow();
    }

    /** As it is: it needs no library of the directory that it was unpacked into, and the executable is looked at. */
    private static List<String> words(Program program, String... arguments) {
        return Stream.concat(Stream.of(program.file().toString()), Stream.of(arguments))
                .toList();
    }
}
