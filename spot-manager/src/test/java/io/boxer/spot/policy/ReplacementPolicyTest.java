// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.policy;

import static io.boxer.spot.drain.Views.NOW;
import static io.boxer.spot.drain.Views.POOL_A;
import static io.boxer.spot.drain.Views.POOL_B;
import static io.boxer.spot.drain.Views.active;
import static io.boxer.spot.drain.Views.in;
import static io.boxer.spot.drain.Views.stable;
import static io.boxer.spot.drain.Views.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.NodeId;
import io.boxer.spot.Pool;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplacementPolicyTest {
    private static final ReplacementPolicy POLICY =
            new ReplacementPolicy(Duration.ofSeconds(60), Duration.ofSeconds(10));
    private static final PoolHistory POOLS = PoolHistory.of(List.of(POOL_A, POOL_B));

    private static List<Action> plan(ClusterView view, int target, PoolHistory pools) {
        return POLICY.plan(view, new Fleet(target, new Bounds(0, 10), NOW), pools, NOW);
    }

    @Test
    void asManyAsWantedIsLeftAlone() {
        assertThat(plan(view(stable(0), active("spot-1", POOL_A, 0)), 1, POOLS)).isEmpty();
    }

    @Test
    void aLeavingNodeIsReplacedInAnotherPool() {
        NodeView leaving = active("spot-1", POOL_A, 1).draining(Optional.of(NOW.plusSeconds(20)));

        assertThat(plan(view(stable(0), leaving), 1, POOLS.troubled(POOL_A, NOW)))
                .containsExactly(new Action.Launch(POOL_B, 1, "1 spot nodes fewer than wanted"));
    }

    @Test
    void withOnePoolTheReplacementIsInTheSame() {
        NodeView leaving = active("spot-1", POOL_A, 1).draining(Optional.of(NOW.plusSeconds(20)));
        PoolHistory one = PoolHistory.of(List.of(POOL_A)).troubled(POOL_A, NOW);

        assertThat(plan(view(leaving), 1, one))
                .containsExactly(new Action.Launch(POOL_A, 1, "1 spot nodes fewer than wanted"));
    }

    @Test
    void severalAreSpreadOverThePools() {
        assertThat(plan(view(stable(0)), 4, POOLS))
                .containsExactly(
                        new Action.Launch(POOL_A, 2, "4 spot nodes fewer than wanted"),
                        new Action.Launch(POOL_B, 2, "4 spot nodes fewer than wanted"));
    }

    @Test
    void aPoolThatRefusedIsNotAskedAgainAtOnce() {
        PoolHistory refused = POOLS.refusedLaunch(POOL_A, NOW.minusSeconds(1));

        assertThat(plan(view(), 1, refused))
                .extracting(action -> ((Action.Launch) action).pool())
                .containsExactly(POOL_B);
        assertThat(plan(view(), 1, refused.refusedLaunch(POOL_B, NOW))).isEmpty();
    }

    @Test
    void aDeadNodeIsReplacedAndItsInstanceEnded() {
        List<Action> actions = plan(view(stable(0), in(NodeState.DEAD, "spot-1", POOL_A)), 1, POOLS);

        assertThat(actions)
                .containsExactly(
                        new Action.Terminate(new NodeId("spot-1"), "dead to the store"),
                        new Action.Launch(POOL_A, 1, "1 spot nodes fewer than wanted"));
    }

    @Test
    void aSuspectNodeIsNotReplacedYet() {
        assertThat(plan(view(stable(0), in(NodeState.SUSPECT, "spot-1", POOL_A)), 1, POOLS))
                .isEmpty();
    }

    @Test
    void aNodeThatNeverJoinsIsGivenUp() {
        NodeView young = NodeView.launching(new NodeId("spot-1"), POOL_A, NOW.minusSeconds(59));
        NodeView old = NodeView.launching(new NodeId("spot-1"), POOL_A, NOW.minusSeconds(61));

        assertThat(plan(view(young), 1, POOLS)).isEmpty();
        assertThat(plan(view(old), 1, POOLS))
                .contains(new Action.Terminate(new NodeId("spot-1"), "did not join the store within 60 s"));
    }

    @Test
    void aDrainedNodeWithoutADeadlineMayGo() {
        assertThat(plan(view(stable(0), in(NodeState.DRAINED, "spot-1", POOL_A)), 0, POOLS))
                .containsExactly(new Action.Terminate(new NodeId("spot-1"), "drained: holds nothing"));
    }

    @Test
    void aDrainedNodeWithADeadlineIsLeftToWhoeverTakesIt() {
        NodeView announced = active("spot-1", POOL_A, 0)
                .launchedAt(NOW)
                .draining(Optional.of(NOW.plusSeconds(5)))
                .with(NodeState.DRAINED);
        NodeView forgotten = active("spot-1", POOL_A, 0)
                .launchedAt(NOW)
                .draining(Optional.of(NOW.minusSeconds(11)))
                .with(NodeState.DRAINED);

        assertThat(plan(view(stable(0), announced), 0, POOLS)).isEmpty();
        assertThat(plan(view(stable(0), forgotten), 0, POOLS)).hasSize(1);
    }

    @Test
    void stableNodesAreNeverEnded() {
        assertThat(plan(view(in(NodeState.DEAD, "stable-1", Pool.STABLE)), 0, POOLS))
                .isEmpty();
    }
}
