// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import static io.boxer.spot.drain.Views.MIB;
import static io.boxer.spot.drain.Views.POOL_A;
import static io.boxer.spot.drain.Views.POOL_B;
import static io.boxer.spot.drain.Views.active;
import static io.boxer.spot.drain.Views.stable;
import static io.boxer.spot.drain.Views.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.NodeId;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import io.boxer.spot.market.Step.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InterruptionPlayerTest {
    private static final RunProgress START = new RunProgress(0, 9);
    private static final ClusterView FULL = view(
            stable(100 * MIB),
            active("spot-1", POOL_A, 100 * MIB),
            active("spot-2", POOL_B, 50 * MIB),
            active("spot-3", POOL_B, 10 * MIB));

    private static InterruptionPlayer player(Step... steps) {
        return new InterruptionPlayer(new InterruptionPlan("test", List.of(steps), Optional.empty()), 1);
    }

    private static Step notice(int number, int atSeconds) {
        return Step.of(number, Kind.NOTICE, Duration.ofSeconds(20), Duration.ofSeconds(atSeconds));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void aStepWaitsForItsTimeAndStrikesOnce() {
        InterruptionPlayer player = player(notice(0, 10));

        assertThat(player.onTick(seconds(9), FULL, START)).isEmpty();
        assertThat(player.onTick(seconds(10), FULL, START)).hasSize(1);
        assertThat(player.onTick(seconds(11), FULL, START)).isEmpty();
        assertThat(player.remaining()).isZero();
    }

    @Test
    void aStepWaitsForItsShareOfTheRun() {
        InterruptionPlayer player = player(notice(0, 0).atShare(0.5));

        assertThat(player.onTick(seconds(100), FULL, new RunProgress(3, 9))).isEmpty();
        assertThat(player.onTick(seconds(101), FULL, new RunProgress(4, 9))).hasSize(1);
    }

    @Test
    void aRunOfOneQueryReachesEachShareAtOnce() {
        assertThat(player(notice(0, 0).atShare(0.79)).onTick(seconds(1), FULL, new RunProgress(0, 1)))
                .hasSize(1);
    }

    @Test
    void theNodeHoldsWhatTheStepWantsAndTheStrikeSaysHowMuch() {
        Strike strike = player(notice(0, 0)).onTick(seconds(1), FULL, START).get(0);

        assertThat(strike.bytesSeen()).isGreaterThanOrEqualTo(8 * MIB);
        assertThat(FULL.node(strike.node()))
                .hasValueSatisfying(node -> assertThat(node.usedBytes()).isEqualTo(strike.bytesSeen()));
    }

    @Test
    void aNoticeDidNotHitANodeThatWasEmptyByThenSinceItCameAfterTheQuerysLastByte() {
        InterruptionPlayer player = player(notice(0, 10));
        ClusterView fuller =
                view(stable(100 * MIB), active("spot-1", POOL_A, 200 * MIB), active("spot-2", POOL_B, 50 * MIB));

        assertThat(player.onTick(seconds(8), FULL, START)).isEmpty();
        assertThat(player.onTick(seconds(9), FULL, START)).isEmpty();
        assertThat(player.onTick(seconds(10), FULL, START))
                .as("nothing written for 2 s")
                .isEmpty();
        assertThat(player.onTick(seconds(11), fuller, START)).hasSize(1);
    }

    @Test
    void aNodeWasKilledRightAfterItsNoticeSinceTheStoreHadNotHeardOfItYet() {
        InterruptionPlayer player = player(notice(0, 0), notice(1, 0), notice(2, 1));

        List<Strike> strikes = new ArrayList<>(player.onTick(seconds(0), FULL, START));
        strikes.addAll(player.onTick(seconds(1), FULL, START));

        assertThat(strikes).extracting(Strike::node).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void aNamenodeThatIsBackWithItsFiguresIsNoGrowth() {
        InterruptionPlayer player = player(notice(0, 10));

        assertThat(player.onTick(seconds(4), view(stable(0), active("spot-1", POOL_A, 0)), START))
                .isEmpty();
        assertThat(player.onTick(seconds(10), FULL, START)).isEmpty();
    }

    @Test
    void anEmptyStoreIsNeverStruck() {
        InterruptionPlayer player = player(notice(0, 0));
        ClusterView empty = view(stable(0), active("spot-1", POOL_A, 0), active("spot-2", POOL_B, 0));

        for (int second = 0; second < 10_000; second++) {
            assertThat(player.onTick(seconds(second), empty, new RunProgress(9, 9)))
                    .isEmpty();
        }
        assertThat(player.remaining()).isEqualTo(1);
    }

    @Test
    void whenPatienceIsOverTheFullestNodeWillDo() {
        ClusterView little = view(stable(0), active("spot-1", POOL_A, MIB), active("spot-2", POOL_B, 2 * MIB));
        ClusterView more = view(stable(0), active("spot-1", POOL_A, MIB), active("spot-2", POOL_B, 3 * MIB));
        InterruptionPlayer player = player(notice(0, 0));

        assertThat(player.onTick(seconds(0), little, START)).isEmpty();
        assertThat(player.onTick(seconds(59), little, START)).isEmpty();
        assertThat(player.onTick(seconds(60), little, START))
                .as("not while it ebbs")
                .isEmpty();
        assertThat(player.onTick(seconds(61), more, START))
                .extracting(Strike::node)
                .containsExactly(new NodeId("spot-2"));
    }

    @Test
    void duringTheLastQueryThereIsNoTimeToBeChoosy() {
        ClusterView little = view(stable(0), active("spot-1", POOL_A, 10));

        assertThat(player(notice(0, 0)).onTick(seconds(0), little, new RunProgress(8, 9)))
                .hasSize(1);
    }

    @Test
    void twoTogetherStrikeTwoNodesInTheSameMomentOrNone() {
        ClusterView oneFull = view(stable(0), active("spot-1", POOL_A, 100 * MIB), active("spot-2", POOL_B, 0));
        InterruptionPlayer player = player(notice(0, 0).togetherWithNext(), notice(1, 0));

        assertThat(player.onTick(seconds(0), oneFull, START)).isEmpty();
        assertThat(player.onTick(seconds(1), FULL, START))
                .hasSize(2)
                .extracting(Strike::node)
                .doesNotHaveDuplicates();
    }

    @Test
    void theLastActiveNodeIsSpared() {
        ClusterView alone = view(active("spot-1", POOL_A, 100 * MIB));

        assertThat(player(notice(0, 0)).onTick(seconds(100), alone, START)).isEmpty();
    }

    @Test
    void neitherStableNorLeavingNodesAreStruck() {
        NodeView leaving = active("spot-1", POOL_A, 100 * MIB).with(NodeState.DRAINING);

        assertThat(player(notice(0, 0)).onTick(seconds(100), view(stable(100 * MIB), leaving), START))
                .isEmpty();
    }

    @Test
    void aStrikeThatFailedGoesToAnotherNodeLater() {
        InterruptionPlayer player = player(notice(0, 0));
        Strike strike = player.onTick(seconds(0), FULL, START).get(0);

        player.onFailed(strike);

        assertThat(player.struck()).isEmpty();
        assertThat(player.onTick(seconds(1), FULL, START)).hasSize(1);
        assertThat(player.struck()).hasSize(1);
    }

    @Test
    void aRepeatedNoticeThatFindsNoNodeUntilTheNextIsMissed() {
        InterruptionPlan plan = InterruptionPlan.parse("every=10s", InterruptionOptions.of(1, 4));
        InterruptionPlayer player = new InterruptionPlayer(plan, 1);
        ClusterView empty = view(stable(0), active("spot-1", POOL_A, 0));

        for (int second = 0; second <= 60; second++) {
            player.onTick(seconds(second), empty, START);
        }

        assertThat(player.missed()).extracting(Step::number).containsExactly(0, 1, 2, 3, 4);
        assertThat(player.onTick(seconds(61), FULL, START)).hasSize(1);
    }

    @Test
    void aRepeatedNoticeIsLessChoosyForTheSecondHalfOfItsInterval() {
        InterruptionPlayer player =
                new InterruptionPlayer(InterruptionPlan.parse("every=20s", InterruptionOptions.of(1, 4)), 1);
        List<Integer> struckAt = new ArrayList<>();
        for (int second = 0; second <= 31; second++) {
            ClusterView little = view(stable(0), active("spot-1", POOL_A, 2 * MIB + second));
            int now = second;
            player.onTick(seconds(second), little, START).forEach(strike -> struckAt.add(now));
        }

        assertThat(struckAt).containsExactly(30);
    }

    /** The whole default plan on a small cluster that loses and replaces nodes, whatever the seed. */
    @Test
    void theDefaultPlanIsPlayedToItsEndOnFourNodes() {
        for (long seed = 0; seed < 200; seed++) {
            InterruptionPlan plan = InterruptionPlan.parse("default", InterruptionOptions.of(seed, 4));
            InterruptionPlayer player = new InterruptionPlayer(plan, seed);
            Random random = new Random(seed);
            Map<String, Integer> gone = new HashMap<>();
            for (int second = 0; second < 120; second++) {
                List<NodeView> nodes = new ArrayList<>(List.of(stable(100 * MIB)));
                for (int i = 0; i < 4; i++) {
                    boolean away = gone.getOrDefault("spot-" + i, -100) > second - 10;
                    nodes.add(active("spot-" + i, POOL_A, random.nextInt(60) * MIB)
                            .with(away ? NodeState.GONE : NodeState.ACTIVE));
                }
                int now = second;
                player.onTick(seconds(second), view(nodes), new RunProgress(Math.min(9, second / 12), 9))
                        .forEach(strike -> gone.put(strike.node().value(), now));
            }

            assertThat(player.struck()).as("seed %d", seed).hasSize(5);
            assertThat(player.struck()).allMatch(strike -> strike.bytesSeen() > 0);
            assertThat(overlapping(player.struck())).as("seed %d", seed).isTrue();
        }
    }

    private static boolean overlapping(List<Strike> strikes) {
        List<Strike> notices =
                strikes.stream().filter(strike -> strike.kind() == Kind.NOTICE).toList();
        return notices.stream()
                .anyMatch(a -> notices.stream()
                        .anyMatch(b -> !a.equals(b)
                                && a.at().compareTo(b.at()) <= 0
                                && b.at().compareTo(a.at().plus(a.notice())) < 0));
    }
}
