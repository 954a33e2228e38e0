// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong while an application starts, runs or ends; nothing is left of it each time. */
class AppFaultsIT {
    private final Boxer boxer = new Boxer();

    @AfterEach
    void close() {
        boxer.close();
    }

    private static final String TWO = """
            name: faults
            services:
              base: {command: "trap 'echo base ends; exit 0' TERM; echo up; while :; do sleep 0.1; done"}
              above:
                command: "trap 'echo above ends; exit 0' TERM; echo up; while :; do sleep 0.1; done"
                depends_on: {base: ready}
            """;

    @Test
    void aServiceThatEndsIsShownWithItsLastLinesAndNothingStays() {
        boxer.yaml("""
                name: faults
                services:
                  good: {command: sleep 1000}
                  bad: {command: "echo no such table; exit 3"}
                """);

        Boxer.Result up = boxer.run("up");

        assertThat(up.code()).isEqualTo(1);
        assertThat(up.err()).contains("error: node bad ended with 3\n  | no such table\n  log: ");
        boxer.assertNothingIsLeft("faults");
    }

    @Test
    void aServiceThatDoesNotBecomeReadySaysWhy() {
        boxer.yaml("""
                name: faults
                services:
                  deaf: {command: "echo I do not listen; sleep 1000", ready: {tcp: 80, timeout: 2s}, stop_grace: 1s}
                """);

        Boxer.Result up = boxer.run("up");

        assertThat(up.code()).isEqualTo(1);
        assertThat(up.err())
                .contains("error: node deaf does not become ready: ", "Connection refused", "\n  | I do not listen\n");
        boxer.assertNothingIsLeft("faults");
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        boxer.yaml("name: faults\nservices: {bad: {command: [no-such-program]}}\n");

        Boxer.Result up = boxer.run("up");

        assertThat(up.code()).isEqualTo(1);
        assertThat(up.err()).contains("error: node bad ended with 127", "no-such-program: not found");
    }

    @Test
    void ctrlCDuringUpEndsWhatItStarted() throws Exception {
        boxer.yaml("""
                name: faults
                services:
                  first: {command: sleep 1000}
                  never: {command: sleep 1000, ready: {tcp: 80}, depends_on: {first: ready}}
                """);
        Process up = boxer.start("up");
        await().atMost(Duration.ofSeconds(60)).until(() -> boxer.said().contains("first ready"));

        new ProcessBuilder("/bin/sh", "-c", "kill -INT " + up.pid()).start().waitFor();

        assertThat(boxer.ended(up).code()).isEqualTo(130);
        boxer.assertNothingIsLeft("faults");
    }

    @Test
    void theNodesEndInTheOppositeOrder() {
        boxer.yaml(TWO);
        boxer.run("up").succeeded();

        boxer.run("down").succeeded();

        String log = boxer.run("logs", "--daemon").succeeded().out();
        assertThat(log.indexOf("node=above READY -> STOPPING"))
                .isPositive()
                .isLessThan(log.indexOf("node=base READY -> STOPPING"));
        assertThat(boxer.run("logs").succeeded().out()).contains("above | above ends", "base | base ends");
        boxer.assertNothingIsLeft("faults");
    }

    @Test
    void aDaemonThatWasKilledIsNoticedByPsWhichEndsWhatItLeft() {
        boxer.yaml(TWO);
        boxer.run("up").succeeded();
        killDaemon();

        Boxer.Result ps = boxer.run("ps");

        assertThat(ps.code()).isEqualTo(2);
        assertThat(ps.err())
                .startsWith("error: the daemon of application 'faults' was killed; 2 nodes that it left are ended now");
        boxer.assertNothingIsLeft("faults");
    }

    @Test
    void afterADaemonThatWasKilledUpStartsEverythingAnew() {
        boxer.yaml(TWO);
        boxer.run("up").succeeded();
        killDaemon();

        assertThat(boxer.run("up").succeeded().out()).contains("its daemon was killed", "application 'faults' is up");

        assertThat(boxer.ps().path("nodes")).hasSize(2);
        boxer.run("down").succeeded();
        boxer.assertNothingIsLeft("faults");
    }

    @Test
    void afterADaemonThatWasKilledDownLeavesNothing() {
        boxer.yaml(TWO);
        boxer.run("up").succeeded();
        killDaemon();

        assertThat(boxer.run("down").succeeded().out()).contains("2 nodes that it had left are ended");

        boxer.assertNothingIsLeft("faults");
    }

    private void killDaemon() {
        var daemon = ProcessHandle.of(boxer.daemonPid("faults")).orElseThrow();
        daemon.destroyForcibly();
        await().until(() -> !daemon.isAlive());
    }

    @Test
    void aPortThatIsTakenIsRefusedBeforeAnythingStarts() throws Exception {
        try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            boxer.yaml("name: faults\nservices: {web: {command: sleep 1000, publish: ['%d:80']}}\n"
                    .formatted(taken.getLocalPort()));

            Boxer.Result up = boxer.run("up");

            assertThat(up.code()).isEqualTo(2);
            assertThat(up.err())
                    .contains("service web: port %d of 127.0.0.1 cannot be published".formatted(taken.getLocalPort()));
        }
        boxer.assertNothingIsLeft("faults");
    }
}
