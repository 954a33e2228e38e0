// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.policy;

import io.boxer.spot.InterruptionNotice;
import io.boxer.spot.PreemptionNotice;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.DrainKind;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import io.boxer.spot.policy.Action.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides, from values alone, how to answer a notice. A duplicate, late or unknown notice has no effect, and a flood of believable ones
 * cannot empty the store faster than the settings allow. Replacement is not decided here: {@link ReplacementPolicy} sees the node leave.
 * Immutable.
 */
public record NoticePolicy(NoticeSettings settings) {

    /** Exactly one action: {@code Drain}, {@code Cordon}, {@code Hold} or {@code Ignore}. */
    public Action plan(PreemptionNotice notice, ClusterView view, DrainHistory history, Instant now) {
        if (history.isSettled(notice.id())) {
            return ignore(notice, Cause.DUPLICATE, "the same notice was answered before");
        }
        Optional<Instant> deadline = deadline(notice);
        if (deadline.isPresent() && !deadline.get().isAfter(now)) {
            return ignore(notice, Cause.NOT_IN_TIME, "its deadline was " + seconds(deadline.get(), now) + " s ago");
        }
        if (deadline.isPresent() && deadline.get().isAfter(now.plus(settings.farthest()))) {
            return ignore(notice, Cause.NOT_IN_TIME, "its deadline is " + seconds(now, deadline.get()) + " s away");
        }
        Optional<NodeView> node = view.node(notice.node());
        if (node.isEmpty() || node.get().state() == NodeState.LAUNCHING) {
            return ignore(notice, Cause.UNKNOWN_NODE, "the store has no node " + notice.node());
        }
        return leavesAsEarly(node.get(), deadline)
                ? ignore(
                        notice,
                        Cause.LEAVES_ALREADY,
                        "the node is " + node.get().state() + " already")
                : answer(notice, node.get(), history, now);
    }

    private Action answer(PreemptionNotice notice, NodeView node, DrainHistory history, Instant now) {
        if (notice instanceof InterruptionNotice interruption) {
            Instant deadline = interruption.deadline();
            String reason = "interruption notice, " + seconds(now, deadline) + " s left";
            return drain(notice, DrainKind.NOTICE, Optional.of(withMargin(deadline, now)), history, now, reason);
        }
        return switch (settings.onRebalance()) {
            case DRAIN ->
                drain(notice, DrainKind.REBALANCE, Optional.empty(), history, now, "rebalance recommendation");
            case CORDON ->
                node.state() == NodeState.CORDONED
                        ? ignore(notice, Cause.LEAVES_ALREADY, "the node is CORDONED already")
                        : new Action.Cordon(node.name(), notice.id(), "rebalance recommendation");
            case IGNORE -> ignore(notice, Cause.SETTING, "boxer.spot.on-rebalance=ignore");
        };
    }

    private Action drain(
            PreemptionNotice notice,
            DrainKind kind,
            Optional<Instant> deadline,
            DrainHistory history,
            Instant now,
            String reason) {
        int begun = history.drainsInWindow(now);
        if (begun >= settings.drainsPerMinute() && !history.hasConsent(notice.id())) {
            return new Action.Hold(
                    notice,
                    begun + " drains began within a minute, boxer.spot.drains-per-minute="
                            + settings.drainsPerMinute());
        }
        return new Action.Drain(notice.node(), notice.id(), kind, deadline, reason);
    }

    private static boolean leavesAsEarly(NodeView node, Optional<Instant> deadline) {
        if (node.state().ended() || node.state() == NodeState.DRAINED) {
            return true;
        }
        if (node.state() != NodeState.DRAINING) {
            return false;
        }
        boolean noticeIsEarlier = deadline.isPresent()
                && node.deadline().map(known -> deadline.get().isBefore(known)).orElse(true);
        return !noticeIsEarlier;
    }

    /** The drain's deadline: the margin earlier than the end, but never in the past and never less than half of what is left. */
    private Instant withMargin(Instant deadline, Instant now) {
        Duration left = Duration.between(now, deadline);
        Duration half = left.dividedBy(2);
        return deadline.minus(settings.margin().compareTo(half) < 0 ? settings.margin() : half);
    }

    private static Optional<Instant> deadline(PreemptionNotice notice) {
        return notice instanceof InterruptionNotice interruption
                ? Optional.of(interruption.deadline())
                : Optional.empty();
    }

    private static Action.Ignore ignore(PreemptionNotice notice, Cause cause, String reason) {
        return new Action.Ignore(notice.id(), cause, reason);
    }

    private static long seconds(Instant from, Instant to) {
        return Duration.between(from, to).toSeconds();
    }
}
