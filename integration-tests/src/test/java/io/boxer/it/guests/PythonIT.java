// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Python's web server, and asyncio at both ends. */
class PythonIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    private static Program python;

    @BeforeAll
    static void find() {
        python = Program.need("python3", "Python");
    }

    @Test
    void theWebServerGivesAFileToUrllibAndToCurl() {
        Program curl = Program.need("curl", "Python's web server asked by curl");
        OVERLAY.file("files", "hello.txt", "hello from a node");
        String directory = OVERLAY.directory("files").toString();
        OVERLAY.node("files", python.with("-u", "-m", "http.server", "8000", "--directory", directory))
                .awaitSaid("Serving HTTP");

        var urllib = OVERLAY.run(python.with(
                "-c",
                "import urllib.request as r; print(r.urlopen('http://files:8000/hello.txt').read().decode(), end='')"));
        var curled = OVERLAY.run(curl.with("-sS", "http://files:8000/hello.txt"));

        assertThat(urllib.succeeded().out()).isEqualTo("hello from a node");
        assertThat(curled.succeeded().out()).isEqualTo("hello from a node");
    }

    @Test
    void ahundredConnectionsOfAsyncioAtATime() {
        new AsyncioNodes(OVERLAY, python).ahundredConnectionsAtATime();
    }

    @Test
    void aNodeFindsItselfUnderItsNameItsAddressAndLocalhost() {
        String script = """
                import socket
                listener = socket.create_server(("", 9000))
                for name in (socket.gethostname(), socket.gethostbyname("me"), "localhost", "127.0.0.1"):
                    client = socket.create_connection((name, 9000))
                    server, peer = listener.accept()
                    print(client.getpeername()[0], server.getsockname()[0], peer == client.getsockname())
                """;

        var node = OVERLAY.node("me", python.with("-c", script));

        assertThat(node.ended().succeeded().out()).matches("""
                (10\\.\\d+\\.0\\.\\d+) \\1 True
                \\1 \\1 True
                127\\.0\\.0\\.1 127\\.0\\.0\\.1 True
                127\\.0\\.0\\.1 127\\.0\\.0\\.1 True
                """);
    }

    @Test
    void aPortNobodyListensOnRefusesAtOnce() {
        OVERLAY.node("deaf", "sleep", "60");
        String script = """
                import socket, time
                for turn in range(50):
                    try:
                        address = socket.gethostbyname("deaf"); break
                    except socket.gaierror:
                        time.sleep(0.1)
                try:
                    socket.create_connection(("deaf", 1234), timeout=5)
                except ConnectionRefusedError as refused:
                    print(refused)
                """;

        var result = OVERLAY.run(python.with("-c", script));

        assertThat(result.succeeded().out()).isEqualTo("[Errno 111] Connection refused\n");
    }
}
