// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.lab.Lab;
import io.boxer.lab.LabDaemons;
import io.boxer.lab.LabHost;
import io.boxer.lab.LabPlan;
import io.boxer.lab.RelayCount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A NAT that gives what was meant for one host to its neighbour: reliability, row A4. The counts are in {@code ImpostorTest} and in
 * the C tests; here it is the whole way.
 */
@Timeout(120)
class ImpostorIT {
    private static final String UNTESTED = "an impostor behind the same NAT";
    private static final int IMPOSTORS_PORT = 9;

    /** Of a caller's hello, which is its proof. */
    private static final int HELLO_BYTES = 32;

    /** One lie for each connection. */
    private static final List<String> LIES = List.of("wrong", "heard", "cut", "nothing");

    private static final String IMPOSTOR = """
            import os, socket, sys
            listener = socket.create_server(("", %d))
            print("lies in wait", flush=True)
            for lie in sys.argv[1:]:
                connection = listener.accept()[0]
                heard = connection.recv(%d, socket.MSG_WAITALL)
                proofs = {"wrong": os.urandom(32), "heard": heard, "cut": heard[:20], "nothing": b""}
                try:
                    connection.sendall(proofs[lie])
                    if lie == "cut":
                        connection.shutdown(socket.SHUT_WR)
                    while more := connection.recv(1000):
                        heard += more
                except ConnectionError:
                    pass # it was hung up on
                print(lie, "and heard", len(heard), flush=True)
            """.formatted(IMPOSTORS_PORT, HELLO_BYTES);

    private static final String SERVER = """
            import socket
            listener = socket.create_server(("", 7000))
            print("serving", flush=True)
            while True:
                connection = listener.accept()[0]
                connection.sendall(connection.recv(6))
                connection.close()
            """;

    private static final String CALLER = """
            import socket
            connection = socket.create_connection(("server", 7000))
            connection.sendall(b"secret")
            print(connection.recv(6, socket.MSG_WAITALL).decode(), flush=True)
            """;

    @Test
    void whoAnswersInTheNodesPlaceHearsNothingAndTheNodeIsReachedThroughTheRelay() {
        Program python = Program.need("python3", UNTESTED);
        Lab lab = NatLab.open("port-preserving:2,port-preserving:1", UNTESTED);
        try (Overlay overlay = Overlay.across(lab)) {
            List<String> words = new ArrayList<>(python.with("-c", IMPOSTOR));
            words.addAll(LIES);
            GuestNode impostor = overlay.strangerOn(lab.onHost("pp2"), words).awaitSaid("lies in wait");
            overlay.node("server", python.with("-c", SERVER)).awaitSaid("serving");
            confuse(lab, lab.plan().host("pp1"), lab.plan().host("pp2"));

            for (String lie : LIES) {
                assertThat(overlay.nodeOn(
                                        lab.onHost("pp3"),
                                        LabDaemons.COORDINATOR.toString(),
                                        "told-" + lie,
                                        python.with("-c", CALLER))
                                .ended()
                                .succeeded()
                                .out())
                        .isEqualTo("secret\n");
                impostor.awaitSaid("%s and heard %d\n".formatted(lie, HELLO_BYTES));
            }
            assertThat(new RelayCount(lab).joined()).isEqualTo(LIES.size());
        }
    }

    /** From now on the gateway lets no packet of a connection in the making out of one host, and its neighbour has those that come. */
    private static void confuse(Lab lab, LabHost meant, LabHost neighbour) {
        String ports = "24000-28095";
        nft(lab, meant, "add table ip confused");
        nft(lab, meant, "add chain ip confused arrivals { type nat hook prerouting priority dstnat; }");
        nft(
                lab,
                meant,
                "add rule ip confused arrivals iifname wan tcp dport %s dnat to %s:%d"
                        .formatted(ports, neighbour.address(), IMPOSTORS_PORT));
        nft(lab, meant, "insert rule ip boxer through ct status dnat accept");
        nft(
                lab,
                meant,
                "insert rule ip boxer through ip saddr %s ip daddr != %s tcp sport %s drop"
                        .formatted(meant.address(), LabPlan.PUBLIC_ADDRESS, ports));
    }

    private static void nft(Lab lab, LabHost behind, String rule) {
        List<String> words = new ArrayList<>(lab.ground().entrance());
        words.addAll(lab.tools().ip());
        words.addAll(List.of("netns", "exec", lab.plan().prefix() + "-gw" + behind.gateway()));
        words.addAll(lab.tools().nft());
        words.add(rule);
        try {
            var process = new ProcessBuilder(words).redirectErrorStream(true).start();
            assertThat(process.getInputStream().readAllBytes()).asString().isEmpty();
            assertThat(process.waitFor()).as(rule).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
