// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code boxer compat} of real programs: what it says of each is what {@code boxer run} does with it. */
class CompatIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    @BeforeAll
    static void need() {
        Seccomp.need(OVERLAY, "what boxer compat sees");
    }

    private static JsonNode report(GuestNode.Result result, int code) {
        assertThat(result.code()).as(result.err()).isEqualTo(code);
        try {
            return new ObjectMapper().readTree(result.out());
        } catch (JsonProcessingException e) {
            throw new AssertionError(result.out(), e);
        }
    }

    private static JsonNode report(int code, List<String> options, List<String> command) {
        GuestNode node = OVERLAY.compat(options, command);
        try {
            node.stdin().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return report(node.ended(), code);
    }

    private static String word(JsonNode report) {
        return report.at("/verdict/word").asText();
    }

    private static List<String> found(JsonNode report, String kind) {
        return report.at("/" + kind).findValuesAsText("what");
    }

    @Test
    void aServerThatIsToldToEndIsReported() {
        Program server = Program.need("redis-server", "boxer compat of Redis");
        Program cli = Program.need("redis-cli", "boxer compat of Redis");
        GuestNode redis = OVERLAY.compat(
                List.of("--name", "cache"), server.with("--protected-mode", "no", "--save", "", "--appendonly", "no"));
        redis.awaitSaid("Ready to accept connections");
        OVERLAY.run(cli.with("-h", "cache", "incr", "x")).succeeded();

        JsonNode report = report(redis.stop(), 0);

        assertThat(word(report)).isEqualTo("fits");
        assertThat(report.at("/frontEnd").asText()).isEqualTo("preload");
        assertThat(report.at("/calls/bind").asInt()).isPositive();
        assertThat(report.at("/calls/listen").asInt()).isPositive();
        assertThat(report.at("/calls/accept").asInt()
                        + report.at("/calls/accept4").asInt())
                .isPositive();
        assertThat(found(report, "past")).isEmpty();
        assertThat(redis.err()).as("what the program prints").contains("Ready to accept connections");
    }

    @Test
    void aClientThatAsksByNameFits() {
        Program python = Program.need("python3", "boxer compat of Python");
        String script = "import socket; s = socket.create_server(('', 99));"
                + " socket.create_connection((socket.gethostname(), 99)); s.accept()";

        JsonNode report = report(0, List.of(), python.with("-c", script));

        assertThat(word(report)).isEqualTo("fits");
        assertThat(report.at("/calls/connect").asInt()).isEqualTo(1);
        assertThat(report.at("/calls/host").asInt()).isPositive();
        assertThat(report.at("/verdict/wayOut/0").asText()).startsWith("boxer run -- ");
    }

    @Test
    @Timeout(300)
    void aProgramInGoFitsSeccompAndItsCallsAreSeenToPassTheLibrary() {
        GoProgram peer = GoProgram.build("peer", OVERLAY.directory("bin"));
        OVERLAY.node("server", peer.with("serve", "7000")).awaitSaid("serving as server");
        String ask = String.join(" ", peer.with("ask", "server", "7000", "3"));

        JsonNode own = report(0, List.of(), peer.with("ask", "server", "7000", "3"));
        JsonNode preloaded = report(1, List.of("--front-end", "preload"), peer.with("ask", "server", "7000", "3"));
        JsonNode child = report(1, List.of(), List.of("/bin/sh", "-c", ask + "; exit $?"));
        JsonNode served = report(0, Seccomp.FRONT_END, List.of("/bin/sh", "-c", ask));

        assertThat(word(own)).isEqualTo("fits");
        assertThat(own.at("/frontEnd").asText()).isEqualTo("seccomp");
        assertThat(own.at("/calls/connect").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(own.at("/calls/names").asInt()).isPositive();
        assertThat(word(preloaded)).isEqualTo("other-front-end");
        assertThat(found(preloaded, "past")).contains("without-library");
        assertThat(word(child)).isEqualTo("other-front-end");
        assertThat(found(child, "limits")).contains("child-static");
        assertThat(child.at("/verdict/wayOut/0").asText()).startsWith("boxer run --front-end seccomp -- /bin/sh");
        assertThat(word(served)).isEqualTo("fits");
    }

    @Test
    void datagramsToANodeAreALimit() {
        Program python = Program.need("python3", "datagrams");
        OVERLAY.node("other", "sh", "-c", "echo up; sleep 1000").awaitSaid("up");
        String script = """
                import socket
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                try:
                    s.sendto(b"x", (socket.gethostbyname("other"), 53))
                except OSError as error:
                    print(error)
                """;

        JsonNode report = report(0, List.of(), python.with("-c", script));

        assertThat(word(report)).isEqualTo("limits");
        assertThat(found(report, "limits")).containsExactly("datagrams-to-node");
        assertThat(report.at("/limits/0/help").asText()).isEqualTo("let it use TCP");
    }

    @Test
    void theExitCodeIsTheProgramsAndOneThatDidNothingIsNotJudged() {
        JsonNode report = report(7, List.of(), List.of("/bin/sh", "-c", "exit 7"));

        assertThat(word(report)).isEqualTo("unknown");
        assertThat(report.at("/exitCode").asInt()).isEqualTo(7);
    }

    @Test
    void whatCannotRunIsAVerdictToo() throws IOException {
        Path foreign = OVERLAY.file("bin", "foreign", "");
        byte[] header = new byte[64];
        System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 0, header, 0, 7);
        header[18] = 22; // IBM Z
        Files.write(foreign, header);
        Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString("rwxr-xr-x"));

        JsonNode absent = report(127, List.of(), List.of("/nowhere/program"));
        JsonNode other = report(126, List.of(), List.of(foreign.toString()));

        assertThat(absent.at("/verdict/line").asText()).isEqualTo("cannot be run: No such file or directory");
        assertThat(word(other)).isEqualTo("no");
        assertThat(other.at("/verdict/line").asText())
                .startsWith("cannot be run: it is a program for IBM Z and this machine is ");
    }

    @Test
    void aSetuidProgramIsRefusedWithTheWayOut() throws IOException {
        assumeTrue(Overlay.isRoot(), "nobody but root can make a file of another user");
        Path raised = OVERLAY.directory("bin").resolve("raised");
        Files.copy(Path.of("/bin/true"), raised);
        Files.setAttribute(raised, "unix:uid", 65534);
        Files.setAttribute(raised, "unix:mode", 04755);

        JsonNode report = report(126, List.of(), List.of(raised.toString()));

        assertThat(report.at("/verdict/line").asText())
                .isEqualTo(raised + " is setuid or setgid, and such a program takes no preload library");
        assertThat(report.at("/verdict/wayOut").toString()).contains("boxer run --front-end seccomp -- " + raised);
    }

    @Test
    void aNodeThatCannotJoinIsReportedAsOneThatDidNotRun() {
        OVERLAY.node("taken", "sh", "-c", "echo up; sleep 1000").awaitSaid("up");

        JsonNode report = report(2, List.of("--name", "taken"), List.of("/bin/true"));

        assertThat(word(report)).isEqualTo("unknown");
        assertThat(report.at("/frontEnd").asText()).isEqualTo("none");
    }
}
