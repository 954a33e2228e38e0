// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.policy;

import static io.boxer.spot.drain.Views.MIB;
import static io.boxer.spot.drain.Views.NOW;
import static io.boxer.spot.drain.Views.POOL_A;
import static io.boxer.spot.drain.Views.POOL_B;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.DataSize;
import io.boxer.common.NodeId;
import io.boxer.spot.InterruptionNotice;
import io.boxer.spot.PreemptionNotice;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import io.boxer.spot.drain.Views;
import io.boxer.spot.market.RealTraces;
import io.boxer.spot.market.Trace;
import io.boxer.spot.market.Trace.Change;
import io.boxer.spot.policy.NoticeSettings.OnRebalance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpotCoreTest {
    private final SimulatedCluster cluster = new SimulatedCluster(1);
    private Instant now = NOW;

    private static SpotCore core(int target, int max, int drainsPerMinute) {
        return new SpotCore(
                new NoticePolicy(new NoticeSettings(
                        drainsPerMinute, Duration.ofSeconds(1), Duration.ofHours(1), OnRebalance.DRAIN)),
                new CapacityPolicy(new CapacitySettings(
                        75,
                        35,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        DataSize.ofBytes(Views.GIB))),
                new ReplacementPolicy(Duration.ofSeconds(60), Duration.ofSeconds(10)),
                PoolHistory.of(List.of(POOL_A, POOL_B)),
                new Fleet(target, new Bounds(target, max), NOW));
    }

    private void tick(SpotCore core) {
        now = now.plusSeconds(1);
        cluster.advance(now);
        cluster.apply(core.onTick(cluster.view(now), now), now);
    }

    private void ticks(SpotCore core, int count) {
        for (int i = 0; i < count; i++) {
            tick(core);
        }
    }

    private List<Action> notice(SpotCore core, NodeId node, int seconds) {
        return notice(core, InterruptionNotice.of(node, now.plusSeconds(seconds)));
    }

    private List<Action> notice(SpotCore core, PreemptionNotice notice) {
        List<Action> actions = core.onNotice(notice, cluster.view(now), now);
        cluster.apply(actions, now);
        return actions;
    }

    private NodeId anySpot() {
        return cluster.view(now).spotServing().get(0).name();
    }

    @Test
    void theFleetIsLaunchedOnceAndLeftAlone() {
        SpotCore core = core(4, 6, 10);

        ticks(core, 100);

        assertThat(cluster.done(Action.Launch.class).stream()
                        .mapToInt(Action.Launch::count)
                        .sum())
                .isEqualTo(4);
        assertThat(cluster.view(now).active()).isEqualTo(5);
    }

    @Test
    void aNoticeDrainsAndReplacesAtOnceInTheOtherPool() {
        SpotCore core = core(1, 6, 10);
        ticks(core, 30);

        List<Action> actions = notice(core, anySpot(), 20);

        assertThat(actions).hasSize(2);
        assertThat(actions.get(0)).isInstanceOf(Action.Drain.class);
        assertThat(actions.get(1)).isEqualTo(new Action.Launch(POOL_B, 1, "1 spot nodes fewer than wanted"));
    }

    @Test
    void theSameNoticeAThousandTimesIsOneDrainAndOneReplacement() {
        SpotCore core = core(4, 6, 10);
        ticks(core, 30);
        PreemptionNotice notice = InterruptionNotice.of(anySpot(), now.plusSeconds(60));

        for (int i = 0; i < 1000; i++) {
            notice(core, notice);
            if (i % 100 == 0) {
                tick(core);
            }
        }

        assertThat(cluster.done(Action.Drain.class)).hasSize(1);
        assertThat(cluster.done(Action.Launch.class).stream()
                        .mapToInt(Action.Launch::count)
                        .sum())
                .isEqualTo(5);
    }

    @Test
    void aKilledNodeIsReplacedAtTheNextTick() {
        SpotCore core = core(4, 6, 10);
        ticks(core, 30);

        cluster.kill(anySpot());
        tick(core);

        assertThat(cluster.view(now).spotServing()).hasSize(4);
        assertThat(cluster.done(Action.Terminate.class)).hasSize(1);
    }

    @Test
    void aFloodOfBelievableNoticesDrainsOnlyAsManyAsTheRateAllows() {
        SpotCore core = core(8, 20, 3);
        ticks(core, 30);

        cluster.view(now).spotServing().forEach(node -> notice(core, node.name(), 600));
        ticks(core, 50);

        assertThat(cluster.done(Action.Drain.class)).hasSize(3);
        assertThat(core.held()).hasSize(5);
        ticks(core, 15);
        assertThat(cluster.done(Action.Drain.class)).as("a minute later").hasSize(6);
    }

    @Test
    void consentLetsANoticePass() {
        SpotCore core = core(4, 20, 1);
        ticks(core, 30);
        List<NodeView> spot = cluster.view(now).spotServing();
        notice(core, spot.get(0).name(), 60);
        notice(core, spot.get(1).name(), 60);

        core.consent(core.held().get(0).id());
        tick(core);

        assertThat(cluster.done(Action.Drain.class)).hasSize(2);
    }

    @Test
    void whilePausedNothingIsDoneAndAfterwardsWhatIsStillInTime() {
        SpotCore core = core(4, 20, 10);
        ticks(core, 30);
        List<NodeView> spot = cluster.view(now).spotServing();

        core.pause(true);
        notice(core, spot.get(0).name(), 10);
        notice(core, spot.get(1).name(), 100);
        cluster.kill(spot.get(2).name());
        ticks(core, 20);

        assertThat(cluster.done(Action.Drain.class)).isEmpty();
        assertThat(cluster.view(now).spotServing()).hasSize(3);
        core.pause(false);
        tick(core);
        assertThat(cluster.done(Action.Drain.class))
                .extracting(Action.Drain::node)
                .containsExactly(spot.get(1).name());
    }

    @Test
    void aDrainThatCouldNotBeCarriedOutIsTriedAgain() {
        SpotCore core = core(1, 20, 10);
        ticks(core, 30);
        PreemptionNotice notice = InterruptionNotice.of(anySpot(), now.plusSeconds(60));
        ClusterView view = cluster.view(now);
        Action drain = core.onNotice(notice, view, now).get(0);

        core.onFailed(drain, now);

        assertThat(core.onTick(view, now.plusSeconds(1)))
                .anyMatch(action ->
                        action instanceof Action.Drain again && again.node().equals(notice.node()));
    }

    @Test
    void aRefusedLaunchIsTriedInTheOtherPool() {
        SpotCore core = core(1, 20, 10);
        Action launch = core.onTick(cluster.view(now), now).get(0);
        assertThat(launch).isEqualTo(new Action.Launch(POOL_A, 1, "1 spot nodes fewer than wanted"));

        core.onFailed(launch, now);

        assertThat(core.onTick(cluster.view(now), now.plusSeconds(1)))
                .containsExactly(new Action.Launch(POOL_B, 1, "1 spot nodes fewer than wanted"));
    }

    @Test
    void tenThousandRandomNoticesLeaveTheStateUnchanged() {
        SpotCore core = core(4, 6, 10);
        ticks(core, 30);
        ClusterView before = cluster.view(now);
        Random random = new Random(3);

        for (int i = 0; i < 10_000; i++) {
            assertThat(notice(core, new NodeId("node-" + random.nextInt(1000)), random.nextInt(10_000) - 5000))
                    .hasSize(1)
                    .allMatch(Action.Ignore.class::isInstance);
        }

        assertThat(cluster.view(now)).isEqualTo(before);
        assertThat(core.held()).isEmpty();
    }

    @Test
    void capacityIsAddedBeforeTheStoreIsFullAndGivenBack() {
        SpotCore core = core(0, 6, 10);
        NodeId stable = new NodeId("stable-1");
        for (int i = 0; i < 100; i++) {
            cluster.store(stable, 20L * i * MIB / 2);
            tick(core);
        }
        int most = cluster.view(now).spotServing().size();
        cluster.store(stable, 0);
        ticks(core, 300);

        assertThat(most).isPositive();
        assertThat(cluster.view(now).spotServing()).isEmpty();
        assertThat(cluster.done(Action.Terminate.class)).hasSize(most);
    }

    @Test
    void aNodeThatIsNotNeededIsEndedOnceDrainedThoughTheStoreShowsADeadline() {
        SpotCore core = core(0, 6, 10);
        core.target(1);
        NodeView idle = Views.active("spot-1", POOL_A, 0).launchedAt(NOW);
        Instant later = NOW.plusSeconds(31);
        Action drain = core.onTick(Views.view(Views.stable(0), idle), later).get(0);
        assertThat(drain).isInstanceOf(Action.Drain.class);

        NodeView drained = idle.draining(((Action.Drain) drain).deadline()).with(NodeState.DRAINED);

        assertThat(core.onTick(Views.view(Views.stable(0), drained), later.plusSeconds(1)))
                .containsExactly(new Action.Terminate(new NodeId("spot-1"), "drained: holds nothing"));
    }

    @Test
    void anAnnouncedEndThatNeverComesIsMadeThoughTheStoreSaysZeroLeftForEver() {
        SpotCore core = core(0, 6, 10);
        NodeView drained = Views.active("spot-1", POOL_A, 0).launchedAt(NOW).with(NodeState.DRAINED);

        List<Action> actions = new ArrayList<>();
        for (int second = 0; second < 20; second++) {
            Instant at = NOW.plusSeconds(second);
            ClusterView view = new ClusterView(at, List.of(Views.stable(0), drained.endingAt(Optional.of(at))));
            actions.addAll(core.onTick(view, at));
        }

        assertThat(actions).containsExactly(new Action.Terminate(new NodeId("spot-1"), "drained: holds nothing"));
    }

    /**
     * Hours of real losses, each announced two minutes before and said three times: at any time the fleet is wanted in full or on its
     * way, within its bounds, each announced node is drained exactly once, and the drains keep the rate.
     */
    @Test
    void realTracesLeaveTheFleetWhole() {
        for (Trace trace : RealTraces.all()) {
            replay(trace);
        }
    }

    private void replay(Trace trace) {
        SimulatedCluster fleet = new SimulatedCluster(1);
        SpotCore core = core(16, 24, 100);
        Random random = new Random(5);
        Set<NodeId> announced = new HashSet<>();
        List<Trace.Event> removals = new ArrayList<>(trace.removals());
        Instant time = NOW;
        for (int second = 0; second <= trace.length().toSeconds() + 300; second += 5) {
            time = NOW.plusSeconds(second);
            fleet.advance(time);
            while (!removals.isEmpty() && removals.get(0).at().toSeconds() <= second) {
                removals.remove(0);
                List<NodeView> active = fleet.view(time)
                        .where(node ->
                                node.state() == NodeState.ACTIVE && node.pool().isSpot());
                if (!active.isEmpty()) {
                    NodeId victim = active.get(random.nextInt(active.size())).name();
                    announced.add(victim);
                    for (int again = 0; again < 3; again++) {
                        PreemptionNotice notice = InterruptionNotice.of(victim, time.plusSeconds(120));
                        fleet.apply(core.onNotice(notice, fleet.view(time), time), time);
                    }
                }
            }
            fleet.apply(core.onTick(fleet.view(time), time), time);
            assertThat(fleet.view(time).spotServing()).as("after %d s", second).hasSize(16);
        }

        assertThat(announced).isNotEmpty();
        assertThat(fleet.done(Action.Drain.class))
                .extracting(Action.Drain::node)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(announced);
        assertThat(trace.events()).anyMatch(event -> event.change() == Change.REMOVE);
    }
}
