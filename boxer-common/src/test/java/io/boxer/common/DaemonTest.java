// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs real processes: only they get signals. */
final class DaemonTest {
    private static final String READY = "ready admin=127.0.0.1:1 listen=127.0.0.1:2";

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void killWhatIsLeft() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void onSigtermItClosesWhatItOpenedInOrderAndEnds() throws Exception {
        var daemon = startDaemon();
        var output = daemon.inputReader(UTF_8);
        assertThat(output.readLine()).isEqualTo(READY);

        daemon.toHandle().destroy(); // Process.destroy() would also close the stream we read

        assertClosedInOrder(output);
        assertThat(daemon.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whenTheProcessThatRunsItIsKilledItCloses() throws Exception {
        var parent = keep(new ProcessBuilder("sleep", "600"));
        var daemon = startDaemon("" + parent.pid());
        var output = daemon.inputReader(UTF_8);
        assertThat(output.readLine()).isEqualTo(READY);

        parent.destroyForcibly();

        assertClosedInOrder(output);
        assertThat(daemon.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(daemon.exitValue()).isZero();
    }

    @Test
    void aParentThatIsDeadButNotWaitedForIsGone() throws Exception {
        // the shell's child ends, and the shell, turned into sleep, never waits for it
        var shell = keep(new ProcessBuilder("sh", "-c", "sleep 0.1 & echo $!; exec sleep 600"));
        var zombie = Long.parseLong(shell.inputReader(UTF_8).readLine());
        var gone = new ArrayList<String>();

        try (var watch = ParentWatch.exitWith(zombie, () -> gone.add("gone"))) {
            assertThat(watch).isNotNull();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(gone).containsExactly("gone"));
        }
    }

    @Test
    void whatFailsToStartIsClosedAndTheReasonHandedOn() {
        var closed = new ArrayList<String>();

        assertThatThrownBy(() -> Daemon.run("test", System.err, OptionalLong.empty(), daemon -> {
                    daemon.closer().closing("first", () -> closed.add("first"));
                    throw BoxerException.user("port 7777 is taken; choose another");
                }))
                .hasMessage("port 7777 is taken; choose another");

        assertThat(closed).containsExactly("first");
    }

    private static void assertClosedInOrder(BufferedReader output) throws IOException {
        assertThat(output.readLine()).isEqualTo("closed server");
        assertThat(output.readLine()).isEqualTo("closed log");
        assertThat(output.readLine()).isNull();
    }

    private Process startDaemon(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                DaemonTest.Program.class.getName()));
        command.addAll(List.of(arguments));
        return keep(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD));
    }

    private Process keep(ProcessBuilder builder) throws IOException {
        var process = builder.start();
        processes.add(process);
        return process;
    }

    /** A daemon that says what it closes. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            PrintStream stdout = System.out;
            var parent = arguments.length == 0 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(arguments[0]));
            Daemon.run("test", stdout, parent, daemon -> {
                daemon.closer().closing("log", () -> stdout.println("closed log"));
                daemon.closer().closing("server", () -> stdout.println("closed server"));
                return new Ready(HostPort.parse("127.0.0.1:1"), HostPort.parse("127.0.0.1:2"));
            });
        }
    }
}
