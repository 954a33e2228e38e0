// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxer.lab.Lab;
import io.boxer.lab.LabPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * SIGKILL of each part of an overlay while a connect() to another host is at it. So that it is there for certain, the part that has
 * the next step is stopped first, and killed when the step lies in its queue. Another connection goes on in each case.
 */
@Timeout(120)
class KilledWhileConnectingIT {
    private static final String UNTESTED = "what becomes of a connect() when a part is killed";
    private static final String COORDINATOR = LabPlan.PUBLIC_ADDRESS + ":7700";
    private static final String RELAY = LabPlan.PUBLIC_ADDRESS + ":7710";

    /** As docs/net-shim.md has it. */
    private static final int LONGEST_CONNECT_SECONDS = 13;

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final int LISTENS = 7;

    /** Its kernel takes connections; the program takes them when it is told to. */
    private static final int LISTENS_LATER = 8;

    private static final String SERVER = """
            import socket, sys, threading
            prompt = socket.create_server(("", 7))
            later = socket.create_server(("", 8))
            def serve(connection):
                while data := connection.recv(1000):
                    connection.sendall(data)
            def accept(listener):
                while True:
                    connection, peer = listener.accept()
                    print("accepted", listener.getsockname()[1], peer[0], flush=True)
                    threading.Thread(target=serve, args=(connection,), daemon=True).start()
            threading.Thread(target=accept, args=(prompt,), daemon=True).start()
            print("at", socket.gethostbyname(socket.gethostname()), flush=True)
            for line in sys.stdin:
                threading.Thread(target=accept, args=(later,), daemon=True).start()
            """;

    /** For each line of its input: "call NUMBER ADDRESS PORT", in a thread of its own, or "say NUMBER WORD" over that connection. */
    private static final String CALLER = """
            import errno, socket, sys, threading, time
            standing = {}
            def call(number, address, port):
                start = time.monotonic()
                connection = standing[number] = socket.socket()
                outcome = "connected"
                try:
                    connection.connect((address, int(port)))
                except OSError as error:
                    outcome = errno.errorcode[error.errno]
                print("call", number, outcome, "after %d s" % (time.monotonic() - start), flush=True)
                if outcome == "connected":
                    hear(number, connection)
            def hear(number, connection):
                try:
                    while data := connection.recv(1000):
                        print("call", number, "heard", data.decode(), flush=True)
                except OSError as error:
                    print(errno.errorcode[error.errno], flush=True)
                print("call", number, "ended", flush=True)
            print("up", flush=True)
            for line in sys.stdin:
                verb, *words = line.split()
                if verb == "say":
                    standing[words[0]].sendall(words[1].encode())
                else:
                    threading.Thread(target=call, args=words, daemon=True).start()
            """;

    private static Lab lab;
    private static Overlay overlay;
    private static Program python;
    private static GuestNode coordinator;
    private static GuestNode relay;
    private static Server shared;
    private static GuestNode direct;
    private static GuestNode relayed;
    private static int count;

    @BeforeAll
    static void open() {
        python = Program.need("python3", UNTESTED);
        lab = NatLab.open("port-preserving:1,port-preserving:1,symmetric:1", UNTESTED);
        overlay = Overlay.open();
        relay = startRelay();
        coordinator = startCoordinator();
        shared = new Server();
        direct = caller("pp2");
        relayed = caller("sym1");
    }

    @AfterAll
    static void close() {
        if (overlay != null) {
            overlay.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    private static GuestNode startRelay() {
        return overlay.daemonOn(lab.onPublicHost(), "relay", "--listen", RELAY, "--admin", "127.0.0.1:7711");
    }

    private static GuestNode startCoordinator() {
        return overlay.daemonOn(
                lab.onPublicHost(), "coordinator", "--listen", COORDINATOR, "--relay", RELAY, "--recovery", "0s");
    }

    private static GuestNode nodeOn(String host, List<String> command) {
        return overlay.nodeOn(lab.onHost(host), COORDINATOR, "node-" + ++count, command);
    }

    private static GuestNode caller(String host) {
        return nodeOn(host, python.with("-c", CALLER));
    }

    private static final class Server {
        private static final Pattern AT = Pattern.compile("at (10\\S+)\n");

        private final GuestNode node = nodeOn("pp1", python.with("-c", SERVER));

        private String address() {
            return AT.matcher(node.awaitSaid(AT.pattern()).out())
                    .results()
                    .findFirst()
                    .orElseThrow()
                    .group(1);
        }
    }

    /** One connect() of a caller's and what becomes of it. */
    private record Call(GuestNode caller, int number) {
        private static Call to(Server server, int port, GuestNode caller) {
            var call = new Call(caller, ++count);
            tell(caller, "call %d %s %d".formatted(call.number, server.address(), port));
            return call;
        }

        /** One that stands. */
        private static Call standing(Server server, GuestNode caller) {
            Call call = to(server, LISTENS, caller);
            assertThat(call.outcome()).isEqualTo("connected");
            call.goesOn();
            return call;
        }

        /** Connected, or the name of the error, within the bound. */
        private String outcome() {
            var said = Pattern.compile("call %d (\\w+) after (\\d+) s\n".formatted(number));
            MatchResult found = said.matcher(
                            caller.awaitSaid(said.pattern(), PATIENCE).out())
                    .results()
                    .findFirst()
                    .orElseThrow();
            assertThat(Integer.parseInt(found.group(2)))
                    .as("seconds until %s", found.group(1))
                    .isLessThanOrEqualTo(LONGEST_CONNECT_SECONDS);
            return found.group(1);
        }

        private void goesOn() {
            String word = "word-" + ++count;
            tell(caller, "say %d %s".formatted(number, word));
            caller.awaitSaid("call %d heard %s\n".formatted(number, word));
        }

        private void ends() {
            caller.awaitSaid("call %d ended\n".formatted(number));
        }
    }

    private static void tell(GuestNode node, String line) {
        try {
            node.stdin().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            node.stdin().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(long pid) {
        GuestNode.signal(pid, "STOP");
    }

    private static void kill(long pid) {
        GuestNode.signal(pid, "KILL");
    }

    @Test
    void theCallersSupervisorBeforeItAnswers() {
        GuestNode caller = caller("pp2");
        Call first = Call.standing(shared, caller);
        long supervisor = caller.supervisor().pid();

        stop(supervisor);
        Call call = Call.to(shared, LISTENS, caller);
        await().until(() -> ProcessAtWork.waitsInPoll(caller.program().pid()));
        kill(supervisor);

        assertThat(call.outcome()).isEqualTo("ENETUNREACH");
        first.goesOn();
    }

    @Test
    void theCoordinatorWithTheCallersProposal() {
        GuestNode caller = caller("pp2");
        Call first = Call.standing(shared, caller);

        stop(coordinator.pid());
        Call call = Call.to(shared, LISTENS, caller);
        await().until(() -> ProcessAtWork.hasUnreadMessage(coordinator.pid()));
        kill(coordinator.pid());

        assertThat(call.outcome()).isEqualTo("ETIMEDOUT");
        first.goesOn();
        coordinator = startCoordinator();
        await("nodes come back by themselves")
                .atMost(PATIENCE)
                .until(() -> Call.to(shared, LISTENS, direct).outcome().equals("connected"));
        await("all of them")
                .atMost(PATIENCE)
                .until(() -> Call.to(shared, LISTENS, relayed).outcome().equals("connected"));
    }

    /** From the second connect on the two supervisors make a link of their own. */
    @Test
    void twoThatHaveALinkNeedNoCoordinator() {
        GuestNode caller = caller("pp2");
        Call first = Call.standing(shared, caller);

        await("a connect while the coordinator stands still").atMost(PATIENCE).until(() -> {
            Call.standing(shared, caller);
            stop(coordinator.pid());
            String outcome = Call.to(shared, LISTENS, caller).outcome();
            GuestNode.signal(coordinator.pid(), "CONT");
            return outcome.equals("connected");
        });

        first.goesOn();
    }

    @Test
    void theAcceptorsSupervisorWithTheProposal() {
        var server = new Server();
        Call first = Call.standing(server, direct);
        long supervisor = server.node.supervisor().pid();

        stop(supervisor);
        Call call = Call.to(server, LISTENS, direct);
        await().until(() -> ProcessAtWork.hasUnreadMessage(supervisor));
        kill(supervisor);

        assertThat(call.outcome()).isIn("ETIMEDOUT", "EHOSTUNREACH");
        first.goesOn();
    }

    @Test
    @Disabled(
            "once in some dozens of runs on a busy machine the claim is answered although the supervisor was stopped, or"
                    + " none is made; why is not known yet")
    void theAcceptorsSupervisorWhileTheProgramClaims() {
        var server = new Server();
        Call first = Call.standing(server, direct);
        Call call = Call.to(server, LISTENS_LATER, direct);
        assertThat(call.outcome()).isEqualTo("connected");
        long supervisor = server.node.supervisor().pid();

        stop(supervisor);
        tell(server.node, "accept");
        await().until(() -> ProcessAtWork.waitsInPoll(server.node.program().pid()));
        kill(supervisor);

        call.ends();
        first.goesOn();
        String ask = "exec 3<>/dev/tcp/%s/%d; echo hi >&3; head -n 1 <&3".formatted(server.address(), LISTENS_LATER);
        assertThat(nodeOn("pp1", List.of("bash", "-c", ask)).ended().succeeded().out())
                .isEqualTo("hi\n");
        assertThat(server.node.out()).containsOnlyOnce("accepted %d".formatted(LISTENS_LATER));
    }

    @Test
    void theAcceptorsProgramBeforeItAccepts() {
        var server = new Server();
        Call first = Call.standing(server, direct);
        Call call = Call.to(server, LISTENS_LATER, direct);
        assertThat(call.outcome()).isEqualTo("connected");

        kill(server.node.program().pid());

        call.ends();
        first.ends();
        assertThat(server.node.ended().code()).isEqualTo(128 + 9);
    }

    @Test
    void theCallersProgramWhileItsProposalIsAway() {
        Call other = Call.standing(shared, direct);
        GuestNode caller = caller("pp2");
        Call.standing(shared, caller);

        stop(coordinator.pid());
        Call.to(shared, LISTENS, caller);
        await().until(() -> ProcessAtWork.hasUnreadMessage(coordinator.pid()));
        kill(caller.program().pid());
        GuestNode.signal(coordinator.pid(), "CONT");

        assertThat(caller.ended().code()).isEqualTo(128 + 9);
        other.goesOn();
        Call.standing(shared, direct);
    }

    @Test
    void theRelayWithTheCallersEnd() {
        Call throughIt = Call.standing(shared, relayed);
        Call other = Call.standing(shared, direct);

        stop(relay.pid());
        Call call = Call.to(shared, LISTENS, relayed);
        await().until(() -> ProcessAtWork.hasConnectionsToAccept(relay.pid(), 7710, 1));
        kill(relay.pid());

        assertThat(call.outcome()).isEqualTo("EHOSTUNREACH");
        throughIt.ends();
        other.goesOn();
        relay = startRelay();
        Call.standing(shared, relayed);
    }

    @Test
    void theCallersProgramWhileItWaitsAtTheRelay() {
        Call other = Call.standing(shared, relayed);
        GuestNode caller = caller("sym1");
        Call.standing(shared, caller);

        stop(relay.pid());
        Call.to(shared, LISTENS, caller);
        await().until(() -> ProcessAtWork.hasConnectionsToAccept(relay.pid(), 7710, 1));
        kill(caller.program().pid());
        GuestNode.signal(relay.pid(), "CONT");

        assertThat(caller.ended().code()).isEqualTo(128 + 9);
        other.goesOn();
        Call.standing(shared, relayed);
    }
}
