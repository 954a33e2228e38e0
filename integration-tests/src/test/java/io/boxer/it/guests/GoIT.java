// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Static programs in Go: they make their system calls and resolve names themselves, and are nodes like all others. */
class GoIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    private static final String NODE = "10\\.\\d+\\.0\\.\\d+";

    private static GoProgram peer;

    @BeforeAll
    @Timeout(300)
    static void build() {
        Seccomp.need(OVERLAY, "programs in Go");
        peer = GoProgram.build("peer", OVERLAY.directory("bin"));
    }

    private static GuestNode serving(String name) {
        return OVERLAY.node(name, peer.with("serve", "7000")).awaitSaid("serving as " + name);
    }

    @Test
    void aClientReachesAServerByNameAndBothSeeOverlayAddresses() {
        serving("first");

        String seen = OVERLAY.run(peer.with("ask", "first", "7000", "100"))
                .succeeded()
                .out();

        assertThat(seen).matches("(" + NODE + ") to (" + NODE + "), first: \\1 to \\2: hello\n");
    }

    @Test
    void aProgramOfTheCLibraryAsksAServerInGo() {
        Program curl = Program.need("curl", "curl asking a server in Go");
        OVERLAY.node("web", peer.with("web", "80")).awaitSaid("serving");

        String answer =
                OVERLAY.run(curl.with("-sS", "http://web/page")).succeeded().out();

        assertThat(answer).matches(NODE + " asked for /page\n");
    }

    @Test
    void aClientInGoAsksAProgramOfTheCLibrary() {
        Program python = Program.need("python3", "a client in Go asking Python");
        OVERLAY.node("files", python.with("-u", "-m", "http.server", "80", "-d", "/etc"))
                .awaitSaid("Serving HTTP");

        String answer = OVERLAY.run(peer.with("get", "http://files/hostname"))
                .succeeded()
                .out();

        assertThat(answer).startsWith("200 ");
    }

    @Test
    void whatAShellStartsIsANodeTooIfItIsAskedFor() {
        serving("second");
        String line = "exec " + String.join(" ", peer.with("ask", "second", "7000", "1"));

        var result = OVERLAY.run(Seccomp.FRONT_END, List.of("/bin/sh", "-c", line));

        assertThat(result.succeeded().out()).contains("second: ");
    }

    @Test
    void whatAProgramInGoStartsIsOfItsNodeWhateverItsEnvironment() {
        Program curl = Program.need("curl", "curl started by a program in Go");
        OVERLAY.node("third", peer.with("web", "80")).awaitSaid("serving");
        String address = OVERLAY.run(List.of("getent", "hosts", "third"))
                .succeeded()
                .out()
                .split(" ", 2)[0];

        var result = OVERLAY.run(peer.with("start", curl.file().toString(), "-sS", "http://" + address + "/x"));

        assertThat(result.succeeded().out()).matches(NODE + " asked for /x\n");
    }

    @Test
    void whatIsNotThereIsSaidAsByAnyHost() {
        serving("fourth");

        var refused = OVERLAY.run(peer.with("ask", "fourth", "7001", "1"));
        var unknown = OVERLAY.run(peer.with("ask", "nobody-here.invalid", "7000", "1"));

        assertThat(refused.err()).containsPattern("dial tcp " + NODE + ":7001: connect: connection refused");
        assertThat(unknown.err()).contains("lookup nobody-here.invalid");
    }

    @Test
    void whenToldToEndThenItEndsAndWithItItsWaitingCalls() {
        GuestNode server = serving("fifth");

        var result = server.stop();

        assertThat(result.code()).isEqualTo(128 + 15);
    }
}
