// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.policy;

import static io.boxer.spot.drain.Views.GIB;
import static io.boxer.spot.drain.Views.MIB;
import static io.boxer.spot.drain.Views.NOW;
import static io.boxer.spot.drain.Views.POOL_A;
import static io.boxer.spot.drain.Views.POOL_B;
import static io.boxer.spot.drain.Views.active;
import static io.boxer.spot.drain.Views.in;
import static io.boxer.spot.drain.Views.stable;
import static io.boxer.spot.drain.Views.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.DataSize;
import io.boxer.common.NodeId;
import io.boxer.spot.Pool;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.DrainKind;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CapacityPolicyTest {
    private static final List<NodeState> STATES = List.of(NodeState.values());
    private static final Instant LONG_AGO = NOW.minusSeconds(3600);
    private static final CapacityPolicy POLICY = new CapacityPolicy(new CapacitySettings(
            75, 35, Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofSeconds(60), DataSize.ofBytes(GIB)));

    private static Fleet fleet(int target, int min, int max) {
        return new Fleet(target, new Bounds(min, max), LONG_AGO);
    }

    private static CapacityPolicy.Plan plan(ClusterView view, Fleet fleet) {
        return POLICY.plan(view, UsageHistory.EMPTY, fleet, NOW);
    }

    @Test
    void aStoreOverTheHighWaterMarkGetsAsManyNodesAsItLacks() {
        ClusterView view = view(stable(GIB), active("spot-1", POOL_A, GIB));

        CapacityPolicy.Plan plan = plan(view, fleet(1, 0, 10));

        assertThat(plan.delta()).as("2 GiB at 75 % need 2.67 GiB").isEqualTo(1);
        assertThat(plan.reason()).isEqualTo("forecast 2GiB in 20 s is over 75 % of 2GiB");
    }

    @Test
    void aStoreThatWillBeFullBeforeANodeCouldJoinGetsThemNow() {
        ClusterView view = view(stable(100 * MIB), active("spot-1", POOL_A, 100 * MIB));
        UsageHistory growing = UsageHistory.EMPTY;
        for (int second = 10; second >= 0; second--) {
            growing = growing.with(NOW.minusSeconds(second), (200 - 20L * second) * 5 * MIB);
        }

        CapacityPolicy.Plan plan = POLICY.plan(view, growing, fleet(1, 0, 10), NOW);

        assertThat(growing.growthBytesPerSecond()).isEqualTo(100.0 * MIB);
        assertThat(plan.delta()).as("200 MiB + 20 s of 100 MiB need 2.86 GiB").isEqualTo(1);
    }

    @Test
    void aShrinkingStoreIsForecastToStay() {
        UsageHistory shrinking = UsageHistory.EMPTY
                .with(NOW.minusSeconds(4), 300)
                .with(NOW.minusSeconds(2), 200)
                .with(NOW, 100);

        assertThat(shrinking.growthBytesPerSecond()).isZero();
    }

    @Test
    void nodesThatAreOnTheirWayCountAlready() {
        ClusterView view = view(stable(GIB), active("spot-1", POOL_A, GIB), in(NodeState.LAUNCHING, "spot-2", POOL_A));

        assertThat(plan(view, fleet(2, 0, 10)).delta()).isZero();
    }

    @Test
    void nodesThatAreWantedButNotLaunchedYetCountToo() {
        ClusterView view = view(stable(GIB), active("spot-1", POOL_A, GIB));

        assertThat(plan(view, fleet(2, 0, 10)).delta()).isZero();
    }

    @Test
    void theBytesOfALeavingNodeNeedRoomElsewhere() {
        NodeView leaving = active("spot-2", POOL_A, GIB).with(NodeState.DRAINING);

        assertThat(plan(view(stable(GIB / 2), leaving), fleet(0, 0, 10)).delta())
                .isEqualTo(1);
    }

    @Test
    void atTheUpperBoundNothingIsAdded() {
        ClusterView view = view(stable(GIB), active("spot-1", POOL_A, GIB));

        assertThat(plan(view, fleet(1, 0, 1)).delta()).isZero();
    }

    @Test
    void aNodeThatIsNotNeededIsDrainedTheEmptiestFirst() {
        ClusterView view = view(stable(0), active("spot-1", POOL_A, 200 * MIB), active("spot-2", POOL_A, 10 * MIB));

        CapacityPolicy.Plan plan = plan(view, fleet(2, 0, 10));

        assertThat(plan.newTarget()).isEqualTo(1);
        assertThat(plan.drain()).hasValueSatisfying(drain -> {
            assertThat(drain.node()).isEqualTo(new NodeId("spot-2"));
            assertThat(drain.kind()).isEqualTo(DrainKind.SCALE_IN);
            assertThat(drain.deadline()).contains(NOW.plusSeconds(60));
        });
    }

    @Test
    void atTheLowerBoundNothingIsRemoved() {
        ClusterView view = view(stable(0), active("spot-1", POOL_A, 0), active("spot-2", POOL_A, 0));

        assertThat(plan(view, fleet(2, 2, 10)).delta()).isZero();
    }

    @Test
    void aNodeMoreThanWantedIsRemovedWithoutWantingFewer() {
        ClusterView view = view(stable(0), active("spot-1", POOL_A, 0), active("spot-2", POOL_A, 0));

        CapacityPolicy.Plan plan = plan(view, fleet(1, 1, 10));

        assertThat(plan.drain()).isPresent();
        assertThat(plan.newTarget()).isEqualTo(1);
    }

    @Test
    void nothingIsRemovedDuringTheCoolDown() {
        ClusterView view = view(stable(0), active("spot-1", POOL_A, 0));
        Fleet justChanged = fleet(1, 0, 10).changed(NOW.minusSeconds(29));

        assertThat(plan(view, justChanged).delta()).isZero();
        assertThat(plan(view, justChanged.changed(NOW.minusSeconds(31))).delta())
                .isEqualTo(-1);
    }

    @Test
    void nothingIsRemovedWhileANodeIsComingOrGoing() {
        for (NodeState state : List.of(NodeState.LAUNCHING, NodeState.JOINING, NodeState.DRAINING, NodeState.SUSPECT)) {
            ClusterView view = view(stable(0), active("spot-1", POOL_A, 0), in(state, "spot-2", POOL_A));

            assertThat(plan(view, fleet(2, 0, 10)).delta()).as("%s", state).isZero();
        }
    }

    @Test
    void theLastNodeThatTakesDataStays() {
        assertThat(plan(view(active("spot-1", POOL_A, 0)), fleet(1, 0, 10)).delta())
                .isZero();
    }

    @Test
    void neitherStableNodesNorMoreThanOneAtATimeAreRemoved() {
        ClusterView view = view(stable(0), active("stable-2", Pool.STABLE, 0), active("spot-1", POOL_A, 0));

        CapacityPolicy.Plan plan = plan(view, fleet(1, 0, 10));

        assertThat(plan.drain())
                .hasValueSatisfying(drain -> assertThat(drain.node()).isEqualTo(new NodeId("spot-1")));
    }

    /** Whatever the view: the target stays within the bounds, and what is removed is an active spot node of the view. */
    @Test
    void noViewLeadsOutOfTheBounds() {
        Random random = new Random(7);
        for (int run = 0; run < 5_000; run++) {
            List<NodeView> nodes = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                Pool pool = List.of(POOL_A, POOL_B, Pool.STABLE).get(random.nextInt(3));
                NodeState state = STATES.get(random.nextInt(STATES.size()));
                long used = random.nextBoolean() ? 0 : random.nextLong(GIB);
                nodes.add(active("n" + i, pool, used).with(state));
            }
            int min = random.nextInt(4);
            Fleet fleet = fleet(random.nextInt(8), min, min + random.nextInt(5));

            CapacityPolicy.Plan plan = plan(view(nodes), fleet);

            assertThat(plan.newTarget())
                    .isBetween(fleet.bounds().min(), fleet.bounds().max());
            plan.drain()
                    .ifPresent(drain -> assertThat(nodes)
                            .anyMatch(node -> node.name().equals(drain.node())
                                    && node.pool().isSpot()
                                    && node.state() == NodeState.ACTIVE));
            assertThat(plan.drain().isPresent() && plan.delta() > 0).isFalse();
            assertThat(plan.delta() < 0 && plan.drain().isEmpty()).isFalse();
        }
    }

    /** The store fills and empties; the fleet follows and comes back to the floor. */
    @Test
    void capacityFollowsUse() {
        Fleet fleet = fleet(0, 0, 5);
        UsageHistory usage = UsageHistory.EMPTY;
        int most = 0;
        for (int second = 0; second < 600; second++) {
            Instant now = NOW.plusSeconds(second);
            long used = second < 200 ? second * (15 * MIB) : second < 300 ? 3000 * MIB : 0;
            List<NodeView> nodes = new ArrayList<>(List.of(stable(0)));
            for (int i = 0; i < fleet.target(); i++) {
                nodes.add(active("spot-" + i, POOL_A, 0));
            }
            nodes.set(0, stable(used));
            usage = usage.with(now, used);

            CapacityPolicy.Plan plan = POLICY.plan(new ClusterView(now, nodes), usage, fleet, now);

            fleet = plan.delta() == 0
                    ? fleet
                    : fleet.withTarget(plan.newTarget()).changed(now);
            most = Math.max(most, fleet.target());
            long capacity = (1L + fleet.target()) * GIB;
            assertThat(used).as("at %s s", second).isLessThan(capacity);
        }

        assertThat(most).as("2985 MiB + 20 s of 15 MiB need 4.28 GiB").isEqualTo(4);
        assertThat(fleet.target()).isZero();
    }
}
