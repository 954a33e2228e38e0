// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.compose.Conduct;
import io.boxer.compose.Conduct.Condition;
import io.boxer.compose.Conduct.RestartPolicy;
import io.boxer.compose.NodeSpec;
import io.boxer.compose.Program;
import io.boxer.compose.Readiness;
import io.boxer.compose.StopRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AppCoreTest {
    private static final Optional<Readiness> TCP =
            Optional.of(new Readiness(new Readiness.Tcp(80), Duration.ofMillis(200), Duration.ofSeconds(5)));

    private final AppCore core = new AppCore();
    private final List<String> done = new ArrayList<>();
    private long nowNanos = -5_000_000_000L; // System.nanoTime() may be negative

    /** {@code NAME} or {@code SERVICE-K}. */
    private static NodeSpec node(
            String name, Map<String, Condition> needs, Optional<Readiness> ready, RestartPolicy restart) {
        return node(name, "run", needs, ready, restart);
    }

    private static NodeSpec node(
            String name, String word, Map<String, Condition> needs, Optional<Readiness> ready, RestartPolicy restart) {
        String service = name.replaceAll("-\\d+$", "");
        var program = new Program(List.of(word), Map.of(), Map.of(), Optional.empty());
        var stop = new StopRule(StopRule.Signal.TERM, Duration.ofSeconds(3));
        return new NodeSpec(name, service, 1, program, new Conduct(needs, ready, restart, stop));
    }

    private static NodeSpec plain(String name) {
        return node(name, Map.of(), Optional.empty(), RestartPolicy.NEVER);
    }

    private static NodeSpec probed(String name) {
        return node(name, Map.of(), TCP, RestartPolicy.ALWAYS);
    }

    private static NodeSpec needing(String name, String service, Condition condition) {
        return node(name, Map.of(service, condition), Optional.empty(), RestartPolicy.NEVER);
    }

    private void on(AppEvent event) {
        for (AppAction action : core.handle(event, nowNanos)) {
            if (action instanceof AppAction.Start start) {
                done.add("start " + start.run().node());
            } else if (action instanceof AppAction.Probe probe) {
                done.add("probe " + probe.run().node());
            } else if (action instanceof AppAction.Signal signal) {
                done.add(signal.signal() + " " + signal.run().node());
            } else if (action instanceof AppAction.Kill kill) {
                done.add("kill " + kill.run().node());
            }
        }
    }

    private void wanted(NodeSpec... nodes) {
        on(new AppEvent.Wanted(List.of(nodes)));
    }

    private void after(long millis) {
        nowNanos += millis * 1_000_000;
        on(new AppEvent.Ticked());
    }

    private NodeView view(String name) {
        return core.view(nowNanos).stream()
                .filter(view -> view.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private NodeRun run(String name) {
        return view(name).run().orElseThrow();
    }

    private void joins(String... names) {
        for (String name : names) {
            on(new AppEvent.Joined(run(name), "10.77.0.2"));
        }
    }

    private void ends(String name, int code) {
        on(new AppEvent.Ended(run(name), code));
    }

    private List<String> done() {
        List<String> since = List.copyOf(done);
        done.clear();
        return since;
    }

    @Test
    void whatDependsOnNothingStartsAtOnceAndTogether() {
        wanted(plain("a"), plain("b-1"), plain("b-2"));

        assertThat(done()).containsExactly("start a", "start b-1", "start b-2");
        assertThat(view("a").state()).isEqualTo(NodeState.STARTING);
    }

    @Test
    void aProgramWithoutAProbeIsReadyWhenItHasRunForAMoment() {
        wanted(plain("a"));
        joins("a");

        assertThat(view("a").state()).isEqualTo(NodeState.RUNNING);
        assertThat(core.tickInMillis(nowNanos)).hasValue(500);
        after(499);
        assertThat(view("a").state()).isEqualTo(NodeState.RUNNING);
        after(1);
        assertThat(view("a").state()).isEqualTo(NodeState.READY);
        assertThat(core.tickInMillis(nowNanos)).isEmpty();
    }

    @Test
    void aProbeIsRepeatedUntilItSucceeds() {
        wanted(probed("a"));
        joins("a");
        assertThat(done()).containsExactly("start a", "probe a");

        on(new AppEvent.FoundUnready(run("a"), "refused"));
        after(199);
        assertThat(done()).isEmpty();
        assertThat(view("a").reason()).isEqualTo("refused");
        after(1);
        assertThat(done()).containsExactly("probe a");

        on(new AppEvent.FoundReady(run("a")));
        after(10_000);
        assertThat(done()).isEmpty();
        assertThat(view("a").state()).isEqualTo(NodeState.READY);
    }

    @Test
    void whileAProbeIsUnderWayThereIsNoOther() {
        wanted(probed("a"));
        joins("a");
        done();

        after(10_000);

        assertThat(done()).isEmpty();
    }

    @Test
    void aServiceWaitsUntilAllNodesOfAnotherAreReady() {
        wanted(needing("web", "db", Condition.READY), probed("db-1"), probed("db-2"));
        assertThat(done()).containsExactly("start db-1", "start db-2");
        joins("db-1", "db-2");
        done();

        on(new AppEvent.FoundReady(run("db-1")));
        assertThat(done()).isEmpty();
        on(new AppEvent.FoundReady(run("db-2")));
        assertThat(done()).containsExactly("start web");
    }

    @Test
    void aServiceMayWaitForTheStartOnly() {
        wanted(needing("web", "db", Condition.STARTED), probed("db"));
        done();

        joins("db");

        assertThat(done()).containsExactlyInAnyOrder("start web", "probe db");
    }

    @Test
    void aServiceWithoutReplicasHoldsNobodyUp() {
        wanted(needing("web", "db", Condition.READY));

        assertThat(done()).containsExactly("start web");
    }

    @Test
    void aJobThatEndsWellCountsAsReady() {
        wanted(needing("web", "job", Condition.READY), plain("job"));
        joins("job");
        done();

        ends("job", 0);

        assertThat(view("job").state()).isEqualTo(NodeState.ENDED);
        assertThat(done()).containsExactly("start web");
    }

    @Test
    void aProgramThatFailsStaysSoWithoutAPolicy() {
        wanted(plain("a"), needing("b", "a", Condition.READY));
        done();

        ends("a", 3);

        assertThat(view("a").state()).isEqualTo(NodeState.FAILED);
        assertThat(view("a").exitCode()).hasValue(3);
        assertThat(view("a").troubled()).isTrue();
        assertThat(done()).isEmpty();
    }

    @Test
    void onFailureIsNotForAnEndWithZero() {
        NodeSpec spec = node("a", Map.of(), Optional.empty(), RestartPolicy.ON_FAILURE);
        wanted(spec);
        ends("a", 137);
        after(500);
        assertThat(done()).containsExactly("start a", "start a");
        assertThat(view("a").restarts()).isEqualTo(1);

        ends("a", 0);

        assertThat(view("a").state()).isEqualTo(NodeState.ENDED);
    }

    @Test
    void thePausesBetweenStartsDoubleUpToHalfAMinute() {
        wanted(probed("a"));
        List<Long> pauses = new ArrayList<>();

        for (int i = 0; i < 8; i++) {
            ends("a", 1);
            long pause = core.tickInMillis(nowNanos).orElseThrow();
            pauses.add(pause);
            after(pause);
        }

        assertThat(pauses).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L);
        assertThat(view("a").restarts()).isEqualTo(8);
    }

    @Test
    void whoRanWellForAMinuteStartsAgainAfterTheShortestPause() {
        wanted(probed("a"));
        ends("a", 1);
        after(500);
        ends("a", 1);
        after(1000);
        joins("a");
        on(new AppEvent.FoundReady(run("a")));
        after(60_000);

        ends("a", 137);

        assertThat(core.tickInMillis(nowNanos)).hasValue(500);
    }

    @Test
    void whoIsNotReadyInTimeIsInTroubleButGoesOn() {
        wanted(probed("a"));
        joins("a");
        after(5000);
        assertThat(view("a").troubled()).isFalse();
        after(1);
        assertThat(view("a").troubled()).isTrue();

        on(new AppEvent.FoundReady(run("a")));

        assertThat(view("a").troubled()).isFalse();
    }

    @Test
    void fiveEndsBeforeItWasEverReadyAreTrouble() {
        wanted(node("a", Map.of(), Optional.empty(), RestartPolicy.ALWAYS));
        for (int i = 0; i < 4; i++) {
            ends("a", 1);
            after(core.tickInMillis(nowNanos).orElseThrow());
        }
        assertThat(view("a").troubled()).isFalse();

        ends("a", 1);

        assertThat(view("a").troubled()).isTrue();
    }

    @Test
    void whatIsHeardOfAnEarlierStartIsPassedOver() {
        wanted(probed("a"));
        NodeRun first = run("a");
        ends("a", 1);
        after(500);

        on(new AppEvent.Ended(first, 1));
        on(new AppEvent.Joined(first, "10.77.0.9"));
        on(new AppEvent.FoundReady(first));

        assertThat(view("a").state()).isEqualTo(NodeState.STARTING);
        assertThat(view("a").address()).isEmpty();
    }

    @Test
    void everythingEndsInTheOppositeOrder() {
        wanted(plain("db"), needing("app", "db", Condition.STARTED), needing("web", "app", Condition.STARTED));
        joins("db");
        joins("app");
        joins("web");
        done();

        wanted();
        assertThat(done()).containsExactly("TERM web");
        ends("web", 143);
        assertThat(done()).containsExactly("TERM app");
        ends("app", 143);
        assertThat(done()).containsExactly("TERM db");
        ends("db", 0);
        assertThat(core.view(nowNanos)).isEmpty();
    }

    @Test
    void whoDoesNotEndInTimeIsKilled() {
        wanted(plain("a"));
        joins("a");
        wanted();
        done();

        after(2999);
        assertThat(done()).isEmpty();
        after(1);
        assertThat(done()).containsExactly("kill a");
        after(3000);
        assertThat(done()).containsExactly("kill a");
    }

    @Test
    void whatIsNotAliveIsGoneAtOnce() {
        wanted(probed("pausing"), plain("failed"), needing("waiting", "failed", Condition.READY));
        ends("pausing", 1);
        ends("failed", 1);

        wanted();

        assertThat(core.view(nowNanos)).isEmpty();
    }

    @Test
    void onlyANodeWithAnotherProgramIsRestarted() {
        wanted(plain("a"), plain("b"));
        joins("a", "b");
        done();

        wanted(plain("a"), node("b", "other", Map.of(), Optional.empty(), RestartPolicy.NEVER));
        assertThat(done()).containsExactly("TERM b");
        ends("b", 143);

        assertThat(done()).containsExactly("start b");
        assertThat(view("b").spec().program().command()).containsExactly("other");
        assertThat(view("a").state()).isEqualTo(NodeState.RUNNING);
    }

    @Test
    void anotherPolicyIsTakenUpWithoutARestart() {
        wanted(plain("a"));
        joins("a");
        done();

        wanted(node("a", Map.of(), Optional.empty(), RestartPolicy.ALWAYS));
        assertThat(done()).isEmpty();
        ends("a", 0);

        assertThat(view("a").state()).isEqualTo(NodeState.PAUSING);
    }

    @Test
    void aFailedNodeWithAnotherProgramIsTriedAgain() {
        wanted(plain("a"));
        ends("a", 1);
        done();

        wanted(node("a", "other", Map.of(), Optional.empty(), RestartPolicy.NEVER));

        assertThat(done()).containsExactly("start a");
        assertThat(view("a").exitCode()).isEmpty();
    }

    @Test
    void aFailedNodeIsTriedAgainWhenTheSameIsWanted() {
        wanted(plain("a"), plain("b"));
        joins("b");
        ends("a", 1);
        done();

        wanted(plain("a"), plain("b"));

        assertThat(done()).containsExactly("start a");
    }

    @Test
    void fewerReplicasEndTheHighestOnly() {
        wanted(plain("a-1"), plain("a-2"), plain("a-3"));
        joins("a-1", "a-2", "a-3");
        done();

        wanted(plain("a-1"));

        assertThat(done()).containsExactlyInAnyOrder("TERM a-2", "TERM a-3");
    }

    @Test
    void whoIsWantedAgainWhileItEndsComesAgain() {
        wanted(plain("a"));
        joins("a");
        wanted();
        done();

        wanted(plain("a"));
        assertThat(done()).isEmpty();
        ends("a", 143);

        assertThat(done()).containsExactly("start a");
    }

    @Test
    void whoIsStoppedWhileItStartsIsNotStartedAgain() {
        wanted(probed("a"));
        wanted();
        assertThat(done()).containsExactly("start a", "TERM a");
        joins("a");
        assertThat(view("a").state()).isEqualTo(NodeState.STOPPING);

        ends("a", 2);

        assertThat(core.view(nowNanos)).isEmpty();
        assertThat(done()).isEmpty();
    }
}
