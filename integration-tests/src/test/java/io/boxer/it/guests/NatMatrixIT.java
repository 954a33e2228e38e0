// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.lab.Lab;
import io.boxer.lab.LabHost;
import io.boxer.lab.LabPlan;
import io.boxer.lab.Nat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Nodes behind NATs of all kinds, every one connecting to every other: each reaches the one that it named, on a path that was to
 * be expected, and sees overlay addresses only.
 */
class NatMatrixIT {
    private static final String NATS = "port-preserving,port-preserving,rst,open,symmetric,symmetric";
    private static final String COORDINATOR = LabPlan.PUBLIC_ADDRESS + ":7700";
    private static final int TIMES = 20;

    /** Answers with its name and what it sees; for each name on its standard input it connects to that node, many times. */
    private static final String PEER = """
            import socket, sys, threading
            def serve():
                while True:
                    connection, peer = listener.accept()
                    connection.sendall(("%s %s %s\\n" % (socket.gethostname(), peer[0], connection.getsockname()[0])).encode())
                    connection.recv(1)
                    connection.close()
            listener = socket.socket()
            listener.bind(("", 7000))
            listener.listen(64)
            threading.Thread(target=serve, daemon=True).start()
            print("serving", flush=True)
            for line in sys.stdin:
                name, times = line.split()
                seen = set()
                for turn in range(int(times)):
                    try:
                        connection = socket.create_connection((name, 7000))
                        me, other = connection.getsockname()[0], connection.getpeername()[0]
                        answer = connection.makefile().readline().split()
                        ok = answer == [name, me, other] and other == socket.gethostbyname(name)
                        seen.add("right" if ok else "wrong: %s, I am %s, it is %s" % (answer, me, other))
                        connection.sendall(b"x")
                        connection.close()
                    except OSError as error:
                        seen.add(repr(error))
                print("done", name, sorted(seen), flush=True)
            """;

    @Test
    void everyNodeReachesTheOneThatItNames() throws IOException {
        try (Lab lab = NatLab.open(NATS, "connections through NATs");
                Overlay overlay = Overlay.open()) {
            var python = Program.need("python3", "connections through NATs");
            var relay = overlay.daemonOn(
                    lab.onPublicHost(),
                    "relay",
                    "--listen",
                    LabPlan.PUBLIC_ADDRESS + ":7710",
                    "--admin",
                    "127.0.0.1:7711");
            overlay.daemonOn(
                    lab.onPublicHost(),
                    "coordinator",
                    "--listen",
                    COORDINATOR,
                    "--relay",
                    LabPlan.PUBLIC_ADDRESS + ":7710",
                    "--recovery",
                    "0s");
            List<LabHost> hosts = lab.plan().hosts();
            List<GuestNode> nodes = new ArrayList<>();
            for (int k = 0; k < hosts.size(); k++) {
                nodes.add(
                        overlay.nodeOn(lab.onHost(hosts.get(k).name()), COORDINATOR, name(k), python.with("-c", PEER)));
            }
            nodes.forEach(node -> node.awaitSaid("serving"));

            connect(nodes, 0, 1);
            connect(nodes, 1, 0);
            assertThat(relayed(overlay, lab)).as("between NATs that keep ports").isZero();
            for (int from = 0; from < hosts.size(); from++) {
                for (int to = from < 2 ? 2 : 0; to < hosts.size(); to++) {
                    if (from != to) {
                        connect(nodes, from, to);
                    }
                }
            }

            for (int from = 0; from < hosts.size(); from++) {
                String said = nodes.get(from).out();
                assertThat(said.lines().filter(line -> line.startsWith("done")))
                        .as("from %s", hosts.get(from).nat())
                        .hasSize(hosts.size() - 1)
                        .allMatch(line -> line.endsWith(" ['right']"));
            }
            assertThat(relayed(overlay, lab)).isGreaterThanOrEqualTo(neverDirect(hosts));
            assertThat(relay.isAlive()).isTrue();
        }
    }

    private static void connect(List<GuestNode> nodes, int from, int to) throws IOException {
        nodes.get(from).stdin().write((name(to) + " " + TIMES + "\n").getBytes(US_ASCII));
        nodes.get(from).stdin().flush();
        nodes.get(from).awaitSaid("done " + name(to) + " .*");
    }

    /**
     * All between nodes of which one does not keep its ports. Where a NAT answers with resets, the two packets must cross within
     * the time of one way, so a direct path may fail there too.
     */
    private static long neverDirect(List<LabHost> hosts) {
        return IntStream.range(0, hosts.size())
                        .mapToLong(from -> IntStream.range(0, hosts.size())
                                .filter(to -> to != from)
                                .filter(to -> hosts.get(from).nat() == Nat.SYMMETRIC
                                        || hosts.get(to).nat() == Nat.SYMMETRIC)
                                .count())
                        .sum()
                * TIMES;
    }

    private static long relayed(Overlay overlay, Lab lab) {
        String status = overlay.outputOn(
                lab.onPublicHost(),
                List.of(
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/127.0.0.1/7711; printf 'GET /v1/status HTTP/1.0\\r\\nHost: 127.0.0.1:7711\\r\\n\\r\\n' >&3;"
                                + " cat <&3"));
        var matcher = Pattern.compile("\"joined\":(\\d+)").matcher(status);
        assertThat(matcher.find()).as(status).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private static String name(int k) {
        return "host-" + k;
    }
}
