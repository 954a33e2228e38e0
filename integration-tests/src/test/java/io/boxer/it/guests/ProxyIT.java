// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Static programs in Go where nobody may be told of their calls: they reach nodes through a proxy, and are reached by one. */
class ProxyIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    /** As in a function: seccomp() fails from here on, for all that is started. The words behind it are run. */
    private static final String FORBID = """
            import ctypes, os, platform, struct, sys
            number = {"x86_64": 317, "aarch64": 277}[platform.machine()]
            LOAD, JUMP, RETURN = 0x20, 0x15, 0x06
            steps = [(LOAD, 0, 0, 0), (JUMP, 0, 1, number), (RETURN, 0, 0, 0x50001), (RETURN, 0, 0, 0x7fff0000)]
            code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
            program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code)))
            libc = ctypes.CDLL(None, use_errno=True)
            assert libc.prctl(38, 1, 0, 0, 0) == 0
            assert libc.prctl(22, 2, program, 0, 0) == 0, os.strerror(ctypes.get_errno())
            os.execvp(sys.argv[1], sys.argv[1:])
            """;

    private static final List<String> PROXY = List.of("--front-end", "proxy");

    private static GoProgram peer;

    @BeforeAll
    @Timeout(300)
    static void build() {
        peer = GoProgram.build("peer", OVERLAY.directory("bin"));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static GuestNode.Result through(List<String> options, List<String> command) {
        return OVERLAY.run(both(options), command);
    }

    private static List<String> both(List<String> options) {
        return Stream.concat(PROXY.stream(), options.stream()).toList();
    }

    @Test
    void aClientInGoReachesANodeByName() {
        Program python = Program.need("python3", "a client in Go asking Python");
        OVERLAY.node("files", python.with("-u", "-m", "http.server", "80", "-d", "/etc"))
                .awaitSaid("Serving HTTP");

        var result = through(List.of(), peer.with("get", "http://files/hostname"));

        assertThat(result.succeeded().out()).startsWith("200 ");
    }

    @Test
    void aClientThatTakesNoProxyHasAForwardedPort() {
        Program python = Program.need("python3", "a forwarded port");
        OVERLAY.node("echo", python.with("-u", "-c", """
                                import socket
                                listener = socket.create_server(("", 7000))
                                print("up")
                                while True:
                                    connection, peer = listener.accept()
                                    connection.sendall(b"from " + peer[0].encode() + b": " + connection.recv(100))
                                    connection.close()
                                """)).awaitSaid("up");
        int port = freePort();

        var result = through(
                List.of("--forward", port + "=echo:7000"), peer.with("ask", "127.0.0.1", Integer.toString(port), "20"));

        assertThat(result.succeeded().out()).matches("127.0.0.1 to 127.0.0.1, from 10\\.\\d+\\.0\\.\\d+: hello\n");
    }

    @Test
    void aServerInGoIsReachedByOtherNodes() {
        Program curl = Program.need("curl", "curl asking a server behind a proxy");
        int local = freePort();
        GuestNode server = start("web", List.of("--serve", "80=" + local), peer.with("web", "127.0.0.1:" + local));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                OVERLAY.run(curl.with("-sS", "http://web/page")).out())
                        .isEqualTo("127.0.0.1 asked for /page\n"));

        assertThat(server.stop().code()).isEqualTo(128 + 15);
    }

    @Test
    void aServerOnAllAddressesOfTheHostIsReachedByNodesOfTheHost() {
        int port = freePort();
        GuestNode server = start(
                        "wide", List.of("--serve", Integer.toString(port)), peer.with("web", Integer.toString(port)))
                .awaitSaid("serving")
                .awaitSaid("the program listens on all addresses of the host at port " + port);
        Program curl = Program.need("curl", "curl asking a server on all addresses");

        String answer = OVERLAY.run(curl.with("-sS", "http://wide:" + port + "/x"))
                .succeeded()
                .out();

        assertThat(answer).endsWith(" asked for /x\n");
        server.stop();
    }

    @Test
    void twoThatAreProxiedReachEachOtherWithLoad() {
        int local = freePort();
        start("bulk", List.of("--serve", "7000=" + local), peer.with("serve", "127.0.0.1:" + local))
                .awaitSaid("serving as");
        int near = freePort();

        var result = through(
                List.of("--forward", near + "=bulk:7000"),
                peer.with("ask", "127.0.0.1", Integer.toString(near), "300"));

        assertThat(result.succeeded().out()).contains(": 127.0.0.1 to 127.0.0.1: hello");
    }

    @Test
    void whereSeccompIsForbiddenTheProxyIsTakenAndSaid() {
        Program python = Program.need("python3", "a machine that forbids seccomp");
        OVERLAY.node("index", python.with("-u", "-m", "http.server", "80", "-d", "/etc"))
                .awaitSaid("Serving HTTP");

        var result = OVERLAY.runBy(python.with("-c", FORBID), List.of(), peer.with("get", "http://index/hostname"));

        assertThat(result.succeeded().out()).startsWith("200 ");
        assertThat(result.err())
                .contains(
                        "is a program in Go, whose calls this machine does not let us see (seccomp(SECCOMP_SET_MODE_FILTER): "
                                + "Operation not permitted)");
    }

    @Test
    void whereSeccompIsForbiddenAProgramOfTheCLibraryIsANodeAsEver() {
        Program python = Program.need("python3", "a machine that forbids seccomp");

        var result = OVERLAY.runBy(python.with("-c", FORBID), List.of("--name", "plain"), List.of("uname", "-n"));

        assertThat(result.succeeded().out()).isEqualTo("plain\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void whatTheProxyCannotReachIsSaidToTheProgram() {
        var unknown = through(List.of(), peer.with("get", "http://nobody-here.invalid/x"));
        OVERLAY.node("deaf", "sh", "-c", "echo up; sleep 1000").awaitSaid("up");
        var refused = through(List.of(), peer.with("get", "http://deaf/x"));

        assertThat(unknown.err()).contains("host unreachable");
        assertThat(refused.err()).contains("connection refused");
    }

    @Test
    void optionsThatDoNotFitAreRefused() {
        var preload = OVERLAY.run(List.of("--front-end", "preload", "--serve", "80"), List.of("/bin/true"));
        var wrong = OVERLAY.run(List.of("--forward", "cache:1"), List.of("/bin/true"));

        assertThat(preload.code()).isEqualTo(2);
        assertThat(preload.err())
                .contains("--serve is for --front-end proxy, and this is preload: the node is reached where its program"
                        + " listens; leave it out");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("--forward cache:1 is not LOCALPORT=NODE:PORT");
    }

    private static GuestNode start(String name, List<String> options, List<String> command) {
        return OVERLAY.node(name, both(options), command);
    }
}
