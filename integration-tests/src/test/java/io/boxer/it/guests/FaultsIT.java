// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SIGKILL of each part of an overlay, with a connection between two nodes that is to go on. */
class FaultsIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    private static final String ECHO = """
            import socket, threading
            listener = socket.create_server(("", 7))
            print("serving", flush=True)
            def serve(connection):
                while data := connection.recv(1000):
                    connection.sendall(data)
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
            """;

    /** For each line of its input: "say WORD" over the first connection, "call NODE" over a new one. */
    private static final String TALK = """
            import socket, sys
            first = socket.create_connection((sys.argv[1], 7))
            print("connected", flush=True)
            for line in sys.stdin:
                verb, word = line.split()
                try:
                    connection = first if verb == "say" else socket.create_connection((word, 7), timeout=5)
                    connection.sendall(word.encode())
                    print("echo of", connection.recv(1000).decode(), flush=True)
                except OSError as error:
                    print(word, "failed:", error, flush=True)
            """;

    private static Program python;
    private static int tests;

    private String echoName;
    private GuestNode echo;
    private GuestNode talker;

    @BeforeAll
    static void find() {
        python = Program.need("python3", "what becomes of connections when parts are killed");
    }

    @BeforeEach
    void connect() {
        tests++;
        echoName = "echo-" + tests;
        echo = OVERLAY.node(echoName, python.with("-c", ECHO)).awaitSaid("serving");
        talker = OVERLAY.node("talker-" + tests, python.with("-c", TALK, echoName))
                .awaitSaid("connected");
    }

    private void tell(String line) {
        try {
            talker.stdin().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            talker.stdin().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void goesOn(String word) {
        tell("say " + word);
        talker.awaitSaid("echo of " + word);
    }

    @Test
    void whenTheCoordinatorIsKilledThenNothingChangesForNodesAndANewOneCanJoin() {
        long coordinator = OVERLAY.coordinator().orElseThrow().process().pid();

        GuestNode.signal(coordinator, "KILL");

        goesOn("after");
        tell("call " + echoName);
        talker.awaitSaid("echo of " + echoName);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> OVERLAY.coordinator()
                        .filter(now -> now.process().pid() != coordinator)
                        .isPresent());
        var late = OVERLAY.node(
                "late-comer", "bash", "-c", "exec 3<>/dev/tcp/" + echoName + "/7; echo hi >&3; head -n 1 <&3");
        assertThat(late.ended().succeeded().out()).isEqualTo("hi\n");
        tell("say again");
        talker.awaitSaid("echo of again");
    }

    @Test
    void whenANodesSupervisorIsKilledThenItsProgramGoesOnAndIsTold() {
        GuestNode.signal(talker.supervisor().pid(), "KILL");

        talker.awaitSaid("the supervisor of this node ended \\(137\\); the program goes on without names");
        goesOn("after");
        tell("call " + echoName);
        talker.awaitSaid(echoName + " failed: ");
        assertThat(talker.isAlive()).isTrue();
    }

    @Test
    void whenANodeIsKilledThenItsProgramEndsAndItsNameIsFreeAgain() {
        GuestNode.signal(echo.pid(), "KILL");

        echo.ended();
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(OVERLAY.node(echoName, "hostname")
                                .ended()
                                .succeeded()
                                .out())
                        .isEqualTo(echoName + "\n"));
        tell("say anything");
        talker.awaitSaid("anything failed: |echo of \n");
    }

    @Test
    void whenAllOfANodeIsKilledAtOnceThenItsNameIsFreeAgain() {
        long supervisor = echo.supervisor().pid();
        GuestNode.signal(supervisor, "KILL");
        GuestNode.signal(echo.pid(), "KILL");

        echo.ended();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(OVERLAY.node(echoName, "hostname")
                                .ended()
                                .succeeded()
                                .out())
                        .isEqualTo(echoName + "\n"));
    }

    @Test
    void whenTheProgramIsKilledThenItsConnectionsEndAndItsPortRefuses() {
        GuestNode.signal(echo.program().pid(), "KILL");

        assertThat(echo.ended().code()).isEqualTo(128 + 9);
        tell("say anything");
        talker.awaitSaid("anything failed: |echo of \n");
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            tell("call " + echoName);
            assertThat(talker.out()).containsPattern(echoName + " failed: .*(known|resolution|refused)");
        });
    }
}
