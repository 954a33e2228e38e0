// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.policy;

import static io.boxer.spot.drain.Views.NOW;
import static io.boxer.spot.drain.Views.POOL_A;
import static io.boxer.spot.drain.Views.active;
import static io.boxer.spot.drain.Views.stable;
import static io.boxer.spot.drain.Views.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.NodeId;
import io.boxer.spot.InterruptionNotice;
import io.boxer.spot.PreemptionNotice;
import io.boxer.spot.RebalanceRecommendation;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.DrainKind;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import io.boxer.spot.drain.Views;
import io.boxer.spot.policy.Action.Cause;
import io.boxer.spot.policy.NoticeSettings.OnRebalance;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoticePolicyTest {
    private static final NodeId SPOT_1 = new NodeId("spot-1");
    private static final ClusterView VIEW = view(stable(0), active("spot-1", POOL_A, 100));
    private static final NoticePolicy POLICY = policy(OnRebalance.DRAIN);

    private static NoticePolicy policy(OnRebalance onRebalance) {
        return new NoticePolicy(new NoticeSettings(2, Duration.ofSeconds(1), Duration.ofHours(1), onRebalance));
    }

    private static PreemptionNotice in(int seconds) {
        return InterruptionNotice.of(SPOT_1, NOW.plusSeconds(seconds));
    }

    private static Action plan(PreemptionNotice notice, ClusterView view) {
        return POLICY.plan(notice, view, DrainHistory.EMPTY, NOW);
    }

    private static Cause ignored(Action action) {
        assertThat(action).isInstanceOf(Action.Ignore.class);
        return ((Action.Ignore) action).cause();
    }

    @Test
    void anInterruptionDrainsTheNodeAMarginBeforeItsEnd() {
        PreemptionNotice notice = in(20);

        assertThat(plan(notice, VIEW))
                .isEqualTo(new Action.Drain(
                        SPOT_1,
                        notice.id(),
                        DrainKind.NOTICE,
                        Optional.of(NOW.plusSeconds(19)),
                        "interruption notice, 20 s left"));
    }

    @Test
    void aMarginLongerThanTheNoticeStillLeavesHalfOfIt() {
        Action.Drain drain = (Action.Drain) plan(in(1), VIEW);

        assertThat(drain.deadline()).contains(NOW.plusMillis(500));
    }

    @Test
    void aRebalanceDrainsWithoutADeadline() {
        Action.Drain drain = (Action.Drain) plan(RebalanceRecommendation.of(SPOT_1, NOW), VIEW);

        assertThat(drain.kind()).isEqualTo(DrainKind.REBALANCE);
        assertThat(drain.deadline()).isEmpty();
    }

    @Test
    void aRebalanceOnlyCordonsOrDoesNothingIfTheSettingSaysSo() {
        PreemptionNotice notice = RebalanceRecommendation.of(SPOT_1, NOW);

        assertThat(policy(OnRebalance.CORDON).plan(notice, VIEW, DrainHistory.EMPTY, NOW))
                .isEqualTo(new Action.Cordon(SPOT_1, notice.id(), "rebalance recommendation"));
        assertThat(ignored(policy(OnRebalance.IGNORE).plan(notice, VIEW, DrainHistory.EMPTY, NOW)))
                .isEqualTo(Cause.SETTING);
    }

    @Test
    void aDuplicateHasNoEffect() {
        DrainHistory history = DrainHistory.EMPTY.settle(in(20).id());

        assertThat(ignored(POLICY.plan(in(20), VIEW, history, NOW))).isEqualTo(Cause.DUPLICATE);
    }

    @Test
    void aLateNoticeHasNoEffect() {
        assertThat(ignored(plan(in(0), VIEW))).isEqualTo(Cause.NOT_IN_TIME);
        assertThat(ignored(plan(in(-100), VIEW))).isEqualTo(Cause.NOT_IN_TIME);
    }

    @Test
    void aNoticeForTheYear9999IsNotBelieved() {
        PreemptionNotice notice = InterruptionNotice.of(SPOT_1, Instant.parse("9999-01-01T00:00:00Z"));

        assertThat(ignored(plan(notice, VIEW))).isEqualTo(Cause.NOT_IN_TIME);
    }

    @Test
    void anUnknownNodeHasNoEffect() {
        assertThat(ignored(plan(in(20), view(stable(0))))).isEqualTo(Cause.UNKNOWN_NODE);
    }

    @ParameterizedTest
    @EnumSource(
            value = NodeState.class,
            names = {"DRAINED", "DEAD", "GONE"})
    void aNodeThatHasLeftIsNotDrained(NodeState state) {
        assertThat(ignored(plan(in(20), view(stable(0), Views.in(state, "spot-1", POOL_A)))))
                .isEqualTo(Cause.LEAVES_ALREADY);
    }

    @Test
    void anInterruptionOvertakesADrainWithoutADeadline() {
        NodeView draining = active("spot-1", POOL_A, 100).draining(Optional.empty());

        assertThat(plan(in(20), view(stable(0), draining))).isInstanceOf(Action.Drain.class);
    }

    @Test
    void anInterruptionOvertakesADrainWithALaterDeadlineOnly() {
        NodeView later = active("spot-1", POOL_A, 100).draining(Optional.of(NOW.plusSeconds(60)));
        NodeView sooner = active("spot-1", POOL_A, 100).draining(Optional.of(NOW.plusSeconds(10)));

        assertThat(plan(in(20), view(stable(0), later))).isInstanceOf(Action.Drain.class);
        assertThat(ignored(plan(in(20), view(stable(0), sooner)))).isEqualTo(Cause.LEAVES_ALREADY);
    }

    @Test
    void aRebalanceDoesNotRestartARunningDrain() {
        NodeView draining = active("spot-1", POOL_A, 100).draining(Optional.of(NOW.plusSeconds(60)));

        assertThat(ignored(plan(RebalanceRecommendation.of(SPOT_1, NOW), view(draining))))
                .isEqualTo(Cause.LEAVES_ALREADY);
    }

    @Test
    void moreDrainsThanTheRateAllowsWaitUnlessSomebodyConsents() {
        DrainHistory busy = DrainHistory.EMPTY.drained(NOW.minusSeconds(30)).drained(NOW.minusSeconds(1));

        Action action = POLICY.plan(in(20), VIEW, busy, NOW);

        assertThat(action)
                .isEqualTo(new Action.Hold(in(20), "2 drains began within a minute, boxer.spot.drains-per-minute=2"));
        assertThat(POLICY.plan(in(20), VIEW, busy.consent(in(20).id()), NOW)).isInstanceOf(Action.Drain.class);
    }

    @Test
    void aMinuteLaterThereIsRoomAgain() {
        DrainHistory past = DrainHistory.EMPTY.drained(NOW.minusSeconds(61)).drained(NOW.minusSeconds(1));

        assertThat(POLICY.plan(in(20), VIEW, past, NOW)).isInstanceOf(Action.Drain.class);
    }

    @Test
    void tenThousandRandomNoticesDrainNoNodeThatIsNotThereOrGoesLater() {
        Random random = new Random(20261124);

        for (int i = 0; i < 10_000; i++) {
            NodeId node = new NodeId(random.nextInt(10) == 0 ? "spot-1" : "node-" + random.nextInt(1000));
            Instant time = NOW.plusSeconds(random.nextInt(2_000_000) - 1_000_000);
            Action action = plan(InterruptionNotice.of(node, time), VIEW);

            boolean believable = node.equals(SPOT_1) && time.isAfter(NOW) && !time.isAfter(NOW.plusSeconds(3600));
            assertThat(action instanceof Action.Drain)
                    .as("%s at %s", node, time)
                    .isEqualTo(believable);
        }
    }
}
