// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.HostPort;
import io.boxer.lab.Lab;
import io.boxer.overlay.OverlayAddress;
import io.boxer.overlay.OverlayNetwork;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any user of a host can ring at a guest's listener as its supervisor does: reliability, row A6. */
@Timeout(180)
class DoorbellSpoofIT {
    private static final String UNTESTED = "false doorbells";
    private static final int REAL = 1000;
    private static final int FALSE = 10_000;
    private static final int PORT = 7000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Says what it was sent, until its input ends; then how many of each it has accepted. */
    private static final String SERVER = """
            import collections, os, socket, sys, threading
            words = collections.Counter()
            listener = socket.create_server(("", %d), backlog=128)
            def serve():
                while True:
                    connection = listener.accept()[0]
                    word = connection.recv(5)
                    words[word] += 1
                    connection.sendall(word)
                    connection.close()
            threading.Thread(target=serve, daemon=True).start()
            print("serving at", socket.gethostbyname(socket.gethostname()), flush=True)
            sys.stdin.read()
            print(sorted(words.items()), flush=True)
            os._exit(0)
            """.formatted(PORT);

    private static final String CLIENT = """
            import socket, threading
            served = []
            def call(times):
                for _ in range(times):
                    with socket.create_connection(("server", %d)) as connection:
                        connection.sendall(b"real.")
                        served.append(connection.recv(5) == b"real.")
            threads = [threading.Thread(target=call, args=(%d // 4,)) for _ in range(4)]
            [thread.start() for thread in threads]
            [thread.join() for thread in threads]
            print(sum(served), "served", flush=True)
            """.formatted(PORT, REAL);

    /** As another user: rings from the doorbell's address, says something, and looks whether anybody answers. */
    private static final String RINGER = """
            import os, socket, sys, threading
            bell, address, port = sys.argv[1:]
            try:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            except OSError:
                pass # we are nobody of importance, or alone in a user namespace
            heard = []
            def ring(times):
                for _ in range(times):
                    with socket.socket() as connection:
                        connection.bind((bell, 0))
                        connection.connect((address, int(port)))
                        try:
                            connection.sendall(b"false")
                            heard.append(connection.recv(5))
                        except ConnectionError:
                            heard.append(b"")
            threads = [threading.Thread(target=ring, args=(%d // 4,)) for _ in range(4)]
            [thread.start() for thread in threads]
            [thread.join() for thread in threads]
            print(len(heard), "rung,", sum(word != b"" for word in heard), "answered", flush=True)
            """.formatted(FALSE);

    @Test
    void tenThousandFalseDoorbellsAmongAThousandConnectionsAreShutOutAndNobodyElse() throws IOException {
        Program python = Program.need("python3", UNTESTED);
        Lab lab = NatLab.open("port-preserving:1,port-preserving:1", UNTESTED);
        try (Overlay overlay = Overlay.across(lab)) {
            GuestNode server = overlay.node("server", python.with("-c", SERVER)).awaitSaid("serving at 10\\.");
            OverlayAddress address = OverlayAddress.parse(server.out().strip().substring("serving at ".length()));
            HostPort listener = OverlayNetwork.publicSide(address, PORT);
            String bell = OverlayNetwork.of(address).doorbellHost();

            GuestNode ringer = overlay.strangerOn(
                    lab.onHost(lab.plan().hosts().get(0).name()),
                    python.with("-c", RINGER, bell, listener.host(), String.valueOf(listener.port())));
            GuestNode client = overlay.node("client", python.with("-c", CLIENT));

            assertThat(client.ended(PATIENCE).succeeded().out()).isEqualTo(REAL + " served\n");
            assertThat(ringer.ended(PATIENCE).succeeded().out()).isEqualTo(FALSE + " rung, 0 answered\n");
            server.stdin().close();
            assertThat(server.ended().succeeded().out()).endsWith("\n[(b'real.', %d)]\n".formatted(REAL));
        }
    }
}
