// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import static io.boxer.spot.drain.Views.POOL_A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.spot.Pool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarketFloorTest {
    private static final List<String> READY = sh("echo ready admin=127.0.0.1:1001 listen=127.0.0.1:1002");

    private final Path logs;

    private Optional<MarketFloor> opened = Optional.empty();

    MarketFloorTest(@TempDir Path logs) {
        this.logs = logs;
    }

    /** Ends the shell by becoming {@code sleep}, so that the process that is killed is the one that was started. */
    private static List<String> sh(String script) {
        return List.of("sh", "-c", script + "; exec sleep 600", "sh", "{name}", "{pool}", "{instance}", "{market-pid}");
    }

    private MarketFloor market(List<String> command) {
        MarketSettings settings = new MarketSettings(
                HostPort.parse("127.0.0.1:0"), command, logs, Duration.ofMillis(300), Duration.ofMillis(300), 3);
        MarketFloor floor = MarketFloor.open(settings, InstantSource.system());
        opened = Optional.of(floor);
        return floor;
    }

    @AfterEach
    void close() {
        List<ProcessHandle> processes = opened.stream()
                .flatMap(floor -> floor.all().stream())
                .flatMap(instance -> ProcessHandle.of(instance.process().pid()).stream())
                .toList();
        opened.ifPresent(MarketFloor::close);
        assertThat(processes).as("processes that survive the market").noneMatch(ProcessHandle::isAlive);
    }

    private static void awaitState(MarketInstance instance, String state) {
        await().untilAsserted(() -> assertThat(instance.status()).containsEntry("state", state));
    }

    @Test
    void anInstanceIsAProcessThatGetsReady() {
        MarketInstance instance = market(READY).launch(Optional.of(new NodeId("spot-7")), POOL_A);

        awaitState(instance, "RUNNING");

        assertThat(instance.status())
                .containsEntry("name", "spot-7")
                .containsEntry("pool", POOL_A.text())
                .containsEntry("kind", "spot")
                .containsEntry("ready", Map.of("admin", "127.0.0.1:1001", "listen", "127.0.0.1:1002"))
                .doesNotContainKeys("endedAt", "deadline", "reason");
        assertThat(ProcessHandle.of(instance.process().pid())).isPresent();
    }

    @Test
    void theWordsOfTheCommandSayWhoItIsAndItsOutputIsKept() {
        MarketFloor market = market(sh("echo out $1 $2 $3 $4; echo err >&2"));

        MarketInstance instance = market.launch(Optional.empty(), POOL_A);

        String line = "out spot-1 " + POOL_A + " " + instance.id() + " "
                + ProcessHandle.current().pid();
        await().untilAsserted(() ->
                assertThat(Files.readAllLines(logs.resolve("spot-1.log"))).contains(line, "err"));
    }

    @Test
    void itsMetadataSaysTheEndInWholeSecondsAndThenItIsKilled() {
        MarketFloor market = market(READY);
        MarketInstance instance = market.launch(Optional.empty(), POOL_A);
        awaitState(instance, "RUNNING");
        Instant asked = Instant.now();

        market.interrupt(instance, Duration.ofSeconds(1));

        assertThat(instance.status()).containsEntry("state", "INTERRUPTED");
        Instant deadline = Instant.parse((String) instance.status().getOrDefault("deadline", ""));
        assertThat(deadline).isBetween(asked.plusSeconds(1), asked.plusSeconds(3));
        assertThat(deadline).isEqualTo(deadline.truncatedTo(ChronoUnit.SECONDS));
        awaitState(instance, "ENDED");
        assertThat(instance.status()).containsEntry("reason", "interrupted");
        assertThat(Instant.parse((String) instance.status().getOrDefault("endedAt", "")))
                .isAfterOrEqualTo(deadline);
    }

    @Test
    void aSecondInterruptionChangesNothing() {
        MarketFloor market = market(READY);
        MarketInstance instance = market.launch(Optional.empty(), POOL_A);
        market.interrupt(instance, Duration.ofSeconds(100));
        Object deadline = instance.status().getOrDefault("deadline", "");

        market.interrupt(instance, Duration.ofSeconds(1));

        assertThat(instance.status()).containsEntry("deadline", deadline);
    }

    @Test
    void aKillNeedsNoNotice() {
        MarketInstance instance = market(READY).launch(Optional.empty(), POOL_A);

        instance.kill("killed");

        awaitState(instance, "ENDED");
        assertThat(instance.status()).containsEntry("reason", "killed");
    }

    @Test
    void aKillTakesTheChildrenToo() {
        MarketInstance instance =
                market(List.of("sh", "-c", "sleep 600 & echo ready; wait")).launch(Optional.empty(), POOL_A);
        ProcessHandle shell = ProcessHandle.of(instance.process().pid()).orElseThrow();
        await().until(() -> shell.children().findAny().isPresent());
        ProcessHandle child = shell.children().findAny().orElseThrow();

        instance.kill("killed");

        await().until(() -> !child.isAlive());
    }

    @Test
    void terminationIsOrderly() {
        MarketFloor market = market(sh("echo ready"));
        MarketInstance instance = market.launch(Optional.empty(), POOL_A);

        market.terminate(instance);

        awaitState(instance, "ENDED");
        assertThat(instance.status()).containsEntry("reason", "terminated");
    }

    @Test
    void whoeverDoesNotEndIsKilledAfterTheGrace() {
        MarketFloor market = market(sh("trap '' TERM; echo ready admin=127.0.0.1:1 listen=127.0.0.1:2"));
        MarketInstance instance = market.launch(Optional.empty(), POOL_A);
        awaitState(instance, "RUNNING");

        market.terminate(instance);

        awaitState(instance, "ENDED");
        assertThat(instance.status()).containsEntry("reason", "terminated, killed after the grace");
    }

    @Test
    void anExitByItselfIsSeen() {
        MarketInstance instance = market(List.of("sh", "-c", "exit 3")).launch(Optional.empty(), POOL_A);

        awaitState(instance, "ENDED");

        assertThat(instance.status()).containsEntry("reason", "exited with code 3");
    }

    @Test
    void aNameThatRunsIsNotGivenTwiceAndAFreeNameWasNeverUsed() {
        MarketFloor market = market(READY);
        MarketInstance first = market.launch(Optional.of(new NodeId("spot-1")), POOL_A);

        assertThatThrownBy(() -> market.launch(Optional.of(new NodeId("spot-1")), POOL_A))
                .hasMessage("name=spot-1 is an instance that runs; choose another");
        first.kill("killed");
        awaitState(first, "ENDED");
        assertThat(market.launch(Optional.empty(), POOL_A).name()).isEqualTo(new NodeId("spot-2"));
    }

    @Test
    void oneInstanceTooManyIsRefused() {
        MarketFloor market = market(READY);
        for (int i = 0; i < 3; i++) {
            market.launch(Optional.empty(), POOL_A);
        }

        assertThatThrownBy(() -> market.launch(Optional.empty(), POOL_A))
                .isInstanceOf(BoxerException.class)
                .hasMessage("3 instances run, boxer.market.max-instances=3; end one or raise it");
    }

    @Test
    void aCommandThatCannotRunIsNamed() {
        MarketFloor market = market(List.of("/nonexistent/program"));

        assertThatThrownBy(() -> market.launch(Optional.empty(), POOL_A))
                .isInstanceOf(BoxerException.class)
                .hasMessageStartingWith("instance=spot-1 cannot be started: ");
        assertThat(market.all()).isEmpty();
    }

    @Test
    void anEndedInstanceIsNotInterrupted() {
        MarketFloor market = market(READY);
        MarketInstance instance = market.launch(Optional.empty(), POOL_A);
        instance.kill("killed");
        awaitState(instance, "ENDED");

        assertThatThrownBy(() -> market.interrupt(instance, Duration.ofSeconds(1)))
                .hasMessage("instance=" + instance.id() + " (spot-1) is ENDED; name one that runs");
        assertThat(market.find("spot-1")).isEmpty();
        assertThat(market.find(instance.id())).contains(instance);
    }

    @Test
    void aStableInstanceIsOnDemand() {
        MarketInstance instance = market(READY).launch(Optional.of(new NodeId("stable-1")), Pool.STABLE);

        assertThat(instance.status()).containsEntry("kind", "on-demand");
    }
}
