// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.common.Ready;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonProcessTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path logs = Path.of(".");

    private final List<ProcessId> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(ProcessId::kill);
    }

    @Test
    void isReadyWhenItHasPrintedTheWholeReadyLine() {
        DaemonProcess daemon = start("echo hello; echo ready admin=127.0.0.1:7778 listen=127.0.0.1:7777; sleep 60");

        Ready ready = daemon.awaitReady(LONG);

        assertThat(ready).isEqualTo(new Ready(new HostPort("127.0.0.1", 7778), new HostPort("127.0.0.1", 7777)));
    }

    @Test
    void aReadyLineThatIsHalfWrittenIsNotReadYet() {
        String whole = "ready admin=127.0.0.1:7778 listen=127.0.0.1:77";

        assertThat(DaemonProcess.readyIn(whole)).isEmpty();
        assertThat(DaemonProcess.readyIn(whole + "\n")).isPresent();
    }

    @Test
    void anEndBeforeItIsReadyIsToldInItsOwnWords() {
        DaemonProcess daemon = start("echo 'error: port 7777 is taken; use --listen' >&2; exit 2");

        assertThatThrownBy(() -> daemon.awaitReady(LONG))
                .isInstanceOf(BoxerException.class)
                .hasMessage(
                        "one ended while it was starting: port 7777 is taken; use --listen%n  its log: %s",
                        logs.resolve("one.log"));
    }

    @Test
    void silenceIsAnErrorAfterTheLimit() {
        DaemonProcess daemon = start("sleep 60");

        assertThatThrownBy(() -> daemon.awaitReady(Duration.ofMillis(50)))
                .hasMessageStartingWith("one did not say that it is ready within 0 s; its log: ");
    }

    @Test
    void terminatingEndsItAndAnotherProcessWithItsNumberIsLeftAlone() throws Exception {
        DaemonProcess daemon = start("sleep 60");
        ProcessId real = daemon.id();
        ProcessId sameNumberEarlier = new ProcessId(real.pid(), real.startTicks() - 1);

        assertThat(sameNumberEarlier.lives()).isFalse();
        assertThat(sameNumberEarlier.kill()).isFalse();
        assertThat(real.lives()).isTrue();
        assertThat(Ending.end(List.of(real), LONG)).isEmpty();
        assertThat(real.lives()).isFalse();
    }

    @Test
    void aProcessThatIgnoresSigtermIsKilled() {
        DaemonProcess daemon =
                start("trap '' TERM; echo ready admin=127.0.0.1:1 listen=127.0.0.1:2; while :; do sleep 0.05; done");
        daemon.awaitReady(LONG);
        ProcessId stubborn = daemon.id();

        List<ProcessId> killed = Ending.end(List.of(stubborn), Duration.ofMillis(100));

        assertThat(killed).containsExactly(stubborn);
        assertThat(stubborn.lives()).isFalse();
    }

    @Test
    void theMarkOfARunFindsItsProcessesAndNoOthers() {
        RunId run = RunId.random();
        ProcessId marked = startMarked(run).id();
        start("sleep 60");

        assertThat(run.processes()).containsExactly(marked);
        assertThat(RunId.random().processes()).isEmpty();
    }

    @Test
    void statLinesWithBlanksAndParenthesesInTheNameAreRead() {
        String stat = "7 (a) R b) S 1 7 7 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 4711 0 0";

        assertThat(ProcessId.parse(7, stat)).contains(new ProcessId(7, 4711));
        assertThat(ProcessId.parse(7, stat.replace(") S", ") Z"))).isEmpty();
    }

    private DaemonProcess start(String script) {
        return remember(DaemonProcess.start("one", List.of("bash", "-c", script), logs));
    }

    private DaemonProcess startMarked(RunId run) {
        return remember(DaemonProcess.start(
                "marked", List.of("bash", "-c", "while :; do sleep 0.05; done", run.jvmFlag()), logs));
    }

    private DaemonProcess remember(DaemonProcess daemon) {
        ProcessId.of(daemon.process().pid()).ifPresent(started::add);
        return daemon;
    }
}
