// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code boxer run} promises of any program: it behaves as without us. */
class BoxerRunIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    private static GuestNode.Result shell(String script) {
        return OVERLAY.run("sh", "-c", script);
    }

    @Test
    void theExitCodeIsThePrograms() {
        assertThat(shell("exit 7").code()).isEqualTo(7);
        assertThat(shell("kill -KILL $$").code()).isEqualTo(128 + 9);
    }

    @Test
    void aProgramThatIsNotThereOrCannotBeRunIsNamed() {
        var absent = OVERLAY.run("/nowhere/program");
        var directory = OVERLAY.run("/tmp");

        assertThat(absent.code()).isEqualTo(127);
        assertThat(absent.err()).contains("cannot run /nowhere/program: No such file or directory");
        assertThat(directory.code()).isEqualTo(126);
        assertThat(directory.err()).contains("cannot run /tmp: Permission denied");
    }

    @Test
    void theStreamsAreThePrograms() throws IOException {
        GuestNode node = OVERLAY.node("streams", "sh", "-c", "cat; echo to stderr >&2");

        node.stdin().write("line one\nline two".getBytes(StandardCharsets.UTF_8));
        node.stdin().close();

        var result = node.ended().succeeded();
        assertThat(result.out()).isEqualTo("line one\nline two");
        assertThat(result.err()).isEqualTo("to stderr\n");
    }

    @Test
    void aSignalReachesTheProgramWhichMayEndInItsOwnTime() {
        GuestNode node = OVERLAY.node(
                "signals",
                "sh",
                "-c",
                "trap 'echo hup' HUP; trap 'echo bye; exit 5' TERM; echo up; while :; do sleep 0.05; done");
        node.awaitSaid("up");

        node.signal("HUP");
        node.awaitSaid("hup");
        node.signal("TERM");

        assertThat(node.ended().code()).isEqualTo(5);
        assertThat(node.out()).isEqualTo("up\nhup\nbye\n");
    }

    @Test
    void whatTheProgramLeavesRunningEndsWithIt() {
        var result = shell("sleep 1000 & setsid sh -c 'sleep 1001 & sleep 1002' & echo $!");

        long left = Long.parseLong(result.succeeded().out().strip());
        assertThat(ProcessHandle.of(left)).isEmpty();
    }

    @Test
    void aNameThatIsTakenIsRefusedInWords() {
        OVERLAY.node("only", "sh", "-c", "echo up; sleep 1000").awaitSaid("up");

        var second = OVERLAY.node("only", "echo", "ran").ended();

        assertThat(second.code()).isEqualTo(2);
        assertThat(second.out()).isEmpty();
        assertThat(second.err()).contains("only").contains("taken");
    }

    /** The file of members is the seventh field of BOXER_NODE. */
    @Test
    void aNameThatWasAskedForIsInTheFileUntilItsNodeHasGone() {
        GuestNode other = OVERLAY.node("known", "sh", "-c", "echo up; sleep 1000");
        other.awaitSaid("up");
        String script = "file=$(echo $BOXER_NODE | cut -d ';' -f 7); getent hosts known >&2; getent hosts known >&2;"
                + " ls -l $file; cat $file; while test -e $file; do sleep 0.05; done; echo withdrawn;"
                + " getent hosts known >&2 || echo unknown";
        GuestNode asking = OVERLAY.node("asking", "sh", "-c", script);
        asking.awaitSaid("\tasking\n");

        other.stop();

        asking.awaitSaid("withdrawn\nunknown");
        assertThat(asking.out()).startsWith("-rw-r--r--").contains("\tknown\n");
        assertThat(asking.err()).containsPattern("(10\\.\\d+\\.0\\.\\d+ +known\\n){2}");
    }

    @Test
    void aProgramThatReadsEtcHostsItselfFindsTheNodesBeforeTheHostsOwnLines() throws IOException {
        GuestNode other = OVERLAY.node("listed", "sh", "-c", "echo up; sleep 1000");
        other.awaitSaid("up");

        var read = OVERLAY.run("cat", "/etc/hosts").succeeded().out();

        assertThat(read)
                .containsPattern("(?m)^10\\.\\d+\\.0\\.\\d+\tlisted$")
                .endsWith(Files.readString(Path.of("/etc/hosts")));
        other.stop();
        assertThat(OVERLAY.run("cat", "/etc/hosts").succeeded().out()).doesNotContain("listed");
    }

    @Test
    void nodesOfTwoOverlaysDoNotSeeEachOther() {
        Program python = Program.need("python3", "that overlays are apart");
        String serve =
                "import socket; s = socket.create_server(('', 99)); print(socket.gethostbyname('here'), flush=True);"
                        + " s.accept(); print('REACHED', flush=True); s.accept()";
        GuestNode here = OVERLAY.node("here", python.with("-c", serve));
        here.awaitSaid("10\\.");
        String address = here.out().strip();
        String look = """
                import socket, sys
                try:
                    socket.gethostbyname("here")
                except OSError as unknown:
                    print("no such name")
                try:
                    socket.create_connection((sys.argv[1], 99), timeout=1)
                except OSError as error:
                    pass # that address is not of this overlay: what the host's network says, we do not know
                """;

        try (Overlay other = OVERLAY.another("other")) {
            var result = other.run(python.with("-c", look, address));

            assertThat(result.succeeded().out()).isEqualTo("no such name\n");
        }
        assertThat(here.out()).doesNotContain("REACHED");
    }

    @Test
    void twentyNodesStartAtOnceAndAllReachTheFirst() {
        Program python = Program.need("python3", "twenty nodes");
        String serve = """
                import socket
                listener = socket.create_server(("", 77), backlog=64)
                print("up", flush=True)
                seen = set()
                while len(seen) < 20:
                    connection, peer = listener.accept()
                    seen.add(peer[0])
                    connection.close()
                print("seen", len(seen), flush=True)
                """;
        GuestNode hub = OVERLAY.node("hub", python.with("-c", serve)).awaitSaid("up");
        String call =
                "for turn in {1..100}; do exec 3<>/dev/tcp/hub/77 && { cat <&3; exit 0; }; sleep 0.1; done; exit 1";

        var nodes = IntStream.range(0, 20)
                .mapToObj(number -> OVERLAY.node("spoke-" + number, "bash", "-c", call))
                .toList();

        await().atMost(Duration.ofSeconds(50)).until(() -> hub.out().contains("seen 20"));
        nodes.forEach(node -> node.ended().succeeded());
        hub.ended().succeeded();
    }
}
