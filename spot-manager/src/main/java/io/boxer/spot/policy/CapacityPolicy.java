// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.policy;

import io.boxer.common.DataSize;
import io.boxer.spot.NoticeId;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.DrainKind;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides how many spot nodes the store needs. It adds them before the store is full, from the growth of the last minute, as many at once
 * as the forecast asks for; it removes one at a time, the emptiest, after a cool-down and only while nothing else changes. Immutable.
 */
public record CapacityPolicy(CapacitySettings settings) {

    /**
     * What the policy wants.
     *
     * @param target spot nodes wanted so far
     * @param delta how many more or fewer are wanted now
     * @param drain the node that goes, if one goes
     * @param reason in words, for a change
     */
    public record Plan(int target, int delta, Optional<Action.Drain> drain, String reason) {
        public int newTarget() {
            return target + delta;
        }

        public boolean isChange() {
            return delta != 0 || drain.isPresent();
        }
    }

    /** At most one of the two: more nodes, or the drain of one. */
    public Plan plan(ClusterView view, UsageHistory usage, Fleet fleet, Instant now) {
        int target = fleet.target();
        int serving = view.spotServing().size();
        double forecast = (double) view.usedBytes()
                + usage.growthBytesPerSecond() * settings.horizon().toNanos() / 1e9;
        long capacity = capacity(view, Optional.empty());
        double needed = forecast * 100 / settings.highWaterPercent();
        if (needed > capacity && target < fleet.bounds().max()) {
            int lacking = (int) Math.ceil(
                    (needed - capacity) / (double) settings.nodeCapacity().toBytes());
            int underway = Math.max(0, target - serving);
            int more = Math.min(fleet.bounds().max() - target, lacking - underway);
            return more > 0 ? grow(target, more, forecast, capacity) : none(target);
        }
        if (serving <= fleet.bounds().min()
                || fleet.lastChange().plus(settings.coolDown()).isAfter(now)
                || unsettled(view)) {
            return none(target);
        }
        return emptiest(view)
                .filter(node -> fits(forecast, capacity(view, Optional.of(node))))
                .map(node -> shrink(target, Math.max(fleet.bounds().min(), Math.min(target, serving - 1)), node, now))
                .orElse(none(target));
    }

    private Plan grow(int target, int more, double forecast, long capacity) {
        return new Plan(
                target,
                more,
                Optional.empty(),
                "forecast " + size(forecast) + " in " + settings.horizon().toSeconds() + " s is over "
                        + settings.highWaterPercent() + " % of " + size((double) capacity));
    }

    private Plan shrink(int target, int newTarget, NodeView node, Instant now) {
        String reason = "not needed: the others would be filled less than " + settings.lowWaterPercent() + " %";
        NoticeId id = NoticeId.of(node.name(), "scale-in", now);
        Optional<Instant> deadline = Optional.of(now.plus(settings.scaleInDeadline()));
        return new Plan(
                target,
                newTarget - target,
                Optional.of(new Action.Drain(node.name(), id, DrainKind.SCALE_IN, deadline, reason)),
                reason);
    }

    private static Plan none(int target) {
        return new Plan(target, 0, Optional.empty(), "");
    }

    /** Everything that takes data or soon will, without {@code except}; nodes that have not joined count with the assumed capacity. */
    private long capacity(ClusterView view, Optional<NodeView> except) {
        return view.nodes().stream()
                .filter(node -> node.state().serves())
                .filter(node -> except.isEmpty() || !except.get().equals(node))
                .mapToLong(node -> node.state() == NodeState.ACTIVE
                        ? node.capacityBytes()
                        : settings.nodeCapacity().toBytes())
                .sum();
    }

    private boolean fits(double forecast, long capacityLeft) {
        return forecast * 100 <= (double) settings.lowWaterPercent() * capacityLeft;
    }

    private static boolean unsettled(ClusterView view) {
        return view.nodes().stream()
                .anyMatch(node -> node.state() == NodeState.LAUNCHING
                        || node.state() == NodeState.JOINING
                        || node.state() == NodeState.DRAINING
                        || node.state() == NodeState.SUSPECT);
    }

    private static Optional<NodeView> emptiest(ClusterView view) {
        if (view.active() < 2) {
            return Optional.empty(); // its data would have nowhere to go
        }
        List<NodeView> candidates = view.where(node -> node.pool().isSpot() && node.state() == NodeState.ACTIVE);
        return candidates.stream()
                .min(Comparator.comparingLong(NodeView::usedBytes)
                        .thenComparing(node -> node.name().toString()));
    }

    private static String size(double bytes) {
        return DataSize.ofBytes((long) bytes).toString();
    }
}
