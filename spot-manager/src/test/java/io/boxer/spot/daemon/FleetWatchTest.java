// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.daemon;

import static io.boxer.spot.drain.Views.NOW;
import static io.boxer.spot.drain.Views.POOL_A;
import static io.boxer.spot.drain.Views.active;
import static io.boxer.spot.drain.Views.stable;
import static io.boxer.spot.drain.Views.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.NodeId;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.Instance;
import io.boxer.spot.drain.NodeState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetWatchTest {
    private final FleetWatch watch = new FleetWatch(NOW);

    private static Instance instance(String id, Instant launched, Optional<Instant> ended) {
        return new Instance(id, new NodeId("spot-1"), POOL_A, Optional.empty(), launched, ended);
    }

    private static Instance running() {
        return instance("i-1", NOW.plusSeconds(5), Optional.empty());
    }

    private static NodeState state(ClusterView view) {
        return view.node(new NodeId("spot-1")).orElseThrow().state();
    }

    @Test
    void anInstanceThatTheStoreDoesNotKnowYetIsLaunching() {
        ClusterView view = watch.merge(view(stable(0)), List.of(running()));

        assertThat(state(view)).isEqualTo(NodeState.LAUNCHING);
        assertThat(view.nodes()).hasSize(2);
    }

    @Test
    void aNodeThatJoinedKeepsItsStateAndGetsItsLaunchTime() {
        ClusterView view = watch.merge(view(active("spot-1", POOL_A, 7)), List.of(running()));

        assertThat(view.nodes()).containsExactly(active("spot-1", POOL_A, 7).launchedAt(NOW.plusSeconds(5)));
    }

    @Test
    void aNodeWhoseInstanceEndedIsGoneBeforeTheStoreNotices() {
        Instance ended = instance("i-1", NOW, Optional.of(NOW.plusSeconds(3)));

        assertThat(state(watch.merge(view(active("spot-1", POOL_A, 7)), List.of(ended))))
                .isEqualTo(NodeState.GONE);
    }

    @Test
    void anEndedInstanceThatNeverJoinedIsNoNode() {
        assertThat(watch.merge(view(), List.of(instance("i-1", NOW, Optional.of(NOW))))
                        .nodes())
                .isEmpty();
    }

    @Test
    void aNameThatWasUsedBeforeIsTheInstanceThatRuns() {
        Instance old = instance("i-0", NOW, Optional.of(NOW.plusSeconds(1)));

        assertThat(state(watch.merge(view(active("spot-1", POOL_A, 7)), List.of(running(), old))))
                .isEqualTo(NodeState.ACTIVE);
    }

    @Test
    void whileTheStoreRestartsItsNodesAreSuspectAndNotGivenUp() {
        var unused = watch.merge(view(active("spot-1", POOL_A, 7)), List.of(running()));

        assertThat(state(watch.merge(view(), List.of(running())))).isEqualTo(NodeState.SUSPECT);
    }

    @Test
    void afterARestartOfTheSpotManagerALaunchHasItsFullTimeToJoin() {
        Instance old = instance("i-1", NOW.minusSeconds(3600), Optional.empty());

        ClusterView view = watch.merge(view(), List.of(old));

        assertThat(view.nodes().get(0).launched()).contains(NOW);
    }
}
