// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A shell's own connections, and what becomes of them in the programs that it starts. */
class BashIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    private static final String SERVER = """
            import socket, subprocess
            listener = socket.create_server(("0.0.0.0", 25))
            print("listening", flush=True)
            connection, peer = listener.accept()
            subprocess.run(["tr", "a-z", "A-Z"], stdin=connection, stdout=connection, timeout=20)
            """;

    @Test
    void aConnectionOfTheShellIsInheritedThroughExecAtBothEnds() {
        Program python = Program.need("python3", "descriptors inherited through exec");
        OVERLAY.node("shouter", python.with("-c", SERVER)).awaitSaid("listening");
        String script = "exec 3<>/dev/tcp/shouter/25; echo hello >&3; exec " + python.file()
                + " -c 'import socket; s = socket.socket(fileno=3); s.shutdown(socket.SHUT_WR);"
                + " print(s.getpeername()[1], s.recv(100).decode(), end=\"\")'";

        var result = OVERLAY.run("bash", "-c", script);

        assertThat(result.succeeded().out()).isEqualTo("25 HELLO\n");
    }

    @Test
    void aNameThatNobodyHasIsAnErrorOfTheShell() {
        var result = OVERLAY.run("bash", "-c", "exec 3<>/dev/tcp/nobody-of-this-name/25");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("nobody-of-this-name: ");
    }

    @Test
    void hostnameAndUnameShowTheNodesName() {
        var result =
                OVERLAY.node("sheep", "bash", "-c", "echo $HOSTNAME; uname -n").ended();

        assertThat(result.succeeded().out()).isEqualTo("sheep\nsheep\n");
    }
}
