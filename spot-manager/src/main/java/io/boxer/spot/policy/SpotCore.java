// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.policy;

import io.boxer.common.NodeId;
import io.boxer.spot.NoticeId;
import io.boxer.spot.PreemptionNotice;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.DrainKind;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The spot manager without its hands: notices, views and the time go in, actions come out. It remembers what was decided, so that the
 * same input again gives no second action. Confined to the thread of the spot manager.
 */
public final class SpotCore {
    static final int MOST_HELD = 1024;
    private static final Duration TERMINATE_AGAIN = Duration.ofSeconds(30);

    private final NoticePolicy notices;
    private final CapacityPolicy capacity;
    private final ReplacementPolicy replacement;
    private final Map<NoticeId, PreemptionNotice> held = new LinkedHashMap<>();
    private final Map<NoticeId, PreemptionNotice> answered = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NoticeId, PreemptionNotice> eldest) {
            return size() > MOST_HELD;
        }
    };
    private final Set<NodeId> onlyWished = new HashSet<>();
    private final Map<NodeId, Instant> ends = new HashMap<>();
    private final Map<NodeId, Instant> terminated = new HashMap<>();
    private final Map<NodeId, NodeState> lastStates = new HashMap<>();
    private DrainHistory history = DrainHistory.EMPTY;
    private UsageHistory usage = UsageHistory.EMPTY;
    private PoolHistory pools;
    private Fleet fleet;
    private boolean paused;

    public SpotCore(
            NoticePolicy notices,
            CapacityPolicy capacity,
            ReplacementPolicy replacement,
            PoolHistory pools,
            Fleet fleet) {
        this.notices = notices;
        this.capacity = capacity;
        this.replacement = replacement;
        this.pools = pools;
        this.fleet = fleet;
    }

    public Fleet fleet() {
        return fleet;
    }

    public boolean isPaused() {
        return paused;
    }

    /** Notices that wait for the rate limit, for consent or for the end of a pause. */
    public List<PreemptionNotice> held() {
        return List.copyOf(held.values());
    }

    /** While paused nothing is decided but {@code Hold}; notices are kept until their time. */
    public void pause(boolean on) {
        paused = on;
    }

    public void bounds(Bounds bounds) {
        fleet = fleet.within(bounds);
    }

    public void target(int spotNodes) {
        fleet = fleet.withTarget(spotNodes);
    }

    /** Lets one notice pass the rate limit; it is decided at the next tick. */
    public void consent(NoticeId id) {
        history = history.consent(id);
    }

    /** A notice that was answered for good: {@link #onNotice} would only say that it is a duplicate. */
    public boolean isSettled(NoticeId id) {
        return history.isSettled(id);
    }

    /** Keeps a notice for the next tick, because nobody can say now how the cluster stands. */
    public void postpone(PreemptionNotice notice) {
        hold(new Action.Hold(notice, "the store cannot be asked"));
    }

    /** A notice arrived, perhaps again: what to do at once, replacement included. */
    public List<Action> onNotice(PreemptionNotice notice, ClusterView seen, Instant now) {
        ClusterView view = withTrueEnds(seen);
        if (paused && !history.isSettled(notice.id())) {
            return List.of(hold(new Action.Hold(notice, "paused")));
        }
        List<Action> actions = new ArrayList<>();
        ClusterView after = answer(notice, view, now, actions);
        if (actions.stream().anyMatch(action -> action instanceof Action.Drain || action instanceof Action.Cordon)) {
            actions.addAll(reconcile(after, now));
        }
        return actions;
    }

    /** Time passed: held notices, capacity, replacement. */
    public List<Action> onTick(ClusterView seen, Instant now) {
        ClusterView view = withTrueEnds(seen);
        usage = usage.with(now, view.usedBytes());
        noteDeaths(view, now);
        if (paused) {
            return List.of();
        }
        List<Action> actions = new ArrayList<>();
        ClusterView after = view;
        for (PreemptionNotice notice : List.copyOf(held.values())) {
            List<Action> answers = new ArrayList<>();
            after = answer(notice, after, now, answers);
            answers.stream().filter(action -> !(action instanceof Action.Hold)).forEach(actions::add);
        }
        after = scale(after, now, actions);
        actions.addAll(reconcile(after, now));
        return actions;
    }

    /** An action could not be carried out: a drain is decided anew at the next tick, a launch tried elsewhere or later. */
    public void onFailed(Action action, Instant now) {
        if (action instanceof Action.Launch launch) {
            pools = pools.refusedLaunch(launch.pool(), now);
        } else if (action instanceof Action.Drain drain) {
            reopen(drain.notice());
            if (drain.kind() == DrainKind.SCALE_IN) {
                fleet = fleet.withTarget(fleet.target() + 1);
            }
        } else if (action instanceof Action.Cordon cordon) {
            reopen(cordon.notice());
        } else if (action instanceof Action.Terminate terminate) {
            terminated.remove(terminate.node());
        }
    }

    private void reopen(NoticeId id) {
        history = history.reopen(id);
        PreemptionNotice notice = answered.get(id);
        if (notice != null) {
            hold(new Action.Hold(notice, "the answer failed"));
        }
    }

    private ClusterView answer(PreemptionNotice notice, ClusterView view, Instant now, List<Action> actions) {
        Action action = notices.plan(notice, view, history, now);
        actions.add(action instanceof Action.Hold hold ? hold(hold) : settle(action, notice, view, now));
        return after(view, action);
    }

    private Action.Hold hold(Action.Hold hold) {
        if (held.size() < MOST_HELD || held.containsKey(hold.notice().id())) {
            held.put(hold.notice().id(), hold.notice());
        }
        return hold;
    }

    private Action settle(Action action, PreemptionNotice notice, ClusterView view, Instant now) {
        held.remove(notice.id());
        boolean unknown = action instanceof Action.Ignore ignore && ignore.cause() == Action.Cause.UNKNOWN_NODE;
        if (!unknown) {
            history = history.settle(notice.id());
        }
        if (action instanceof Action.Drain drain) {
            history = history.drained(now);
            remember(drain);
        }
        if (!(action instanceof Action.Ignore)) {
            answered.put(notice.id(), notice);
            fleet = fleet.changed(now);
            view.node(notice.node()).ifPresent(node -> pools = pools.troubled(node.pool(), now));
        }
        return action;
    }

    private ClusterView scale(ClusterView view, Instant now, List<Action> actions) {
        CapacityPolicy.Plan plan = capacity.plan(view, usage, fleet, now);
        if (!plan.isChange()) {
            return view;
        }
        fleet = fleet.withTarget(plan.newTarget()).changed(now);
        plan.drain().ifPresent(drain -> {
            history = history.settle(drain.notice()).drained(now);
            remember(drain);
            actions.add(drain);
        });
        return plan.drain().map(drain -> after(view, drain)).orElse(view);
    }

    private void remember(Action.Drain drain) {
        if (drain.taken().isPresent()) {
            onlyWished.remove(drain.node());
        } else {
            onlyWished.add(drain.node());
        }
    }

    /**
     * The view with the ends that nodes really have. A store may show the deadline of each drain: that of a drain that nobody follows up
     * is not the node's end. And it may show the time left, which stays at zero: the end is the earliest that was ever seen.
     */
    private ClusterView withTrueEnds(ClusterView seen) {
        onlyWished.removeIf(name -> seen.node(name).isEmpty());
        ends.keySet().removeIf(name -> seen.node(name).isEmpty());
        return new ClusterView(
                seen.at(), seen.nodes().stream().map(this::withTrueEnd).toList());
    }

    private NodeView withTrueEnd(NodeView node) {
        if (onlyWished.contains(node.name()) || node.deadline().isEmpty()) {
            return node.endingAt(Optional.empty());
        }
        Instant end = node.deadline().get();
        return node.endingAt(Optional.of(ends.merge(node.name(), end, (a, b) -> a.isBefore(b) ? a : b)));
    }

    private List<Action> reconcile(ClusterView view, Instant now) {
        List<Action> actions = new ArrayList<>();
        for (Action action : replacement.plan(view, fleet, pools, now)) {
            if (!(action instanceof Action.Terminate terminate)) {
                fleet = fleet.changed(now);
                actions.add(action);
            } else if (!recently(terminated.get(terminate.node()), now)) {
                terminated.put(terminate.node(), now);
                actions.add(terminate);
            }
        }
        return actions;
    }

    private static boolean recently(@Nullable Instant last, Instant now) {
        return last != null && last.plus(TERMINATE_AGAIN).isAfter(now);
    }

    private void noteDeaths(ClusterView view, Instant now) {
        for (NodeView node : view.nodes()) {
            NodeState before = lastStates.getOrDefault(node.name(), node.state());
            if (node.state().ended() && !before.ended() && !before.leaves()) {
                pools = pools.troubled(node.pool(), now);
                fleet = fleet.changed(now);
            }
            lastStates.put(node.name(), node.state());
        }
        lastStates.keySet().removeIf(name -> view.node(name).isEmpty());
        terminated.keySet().removeIf(name -> view.node(name).isEmpty());
    }

    /** The view as it will be once the action is carried out. */
    private static ClusterView after(ClusterView view, Action action) {
        if (action instanceof Action.Drain drain) {
            return replace(view, drain.node(), node -> node.draining(drain.taken()));
        }
        if (action instanceof Action.Cordon cordon) {
            return replace(view, cordon.node(), node -> node.with(NodeState.CORDONED));
        }
        return view;
    }

    private static ClusterView replace(ClusterView view, NodeId name, UnaryOperator<NodeView> change) {
        return new ClusterView(
                view.at(),
                view.nodes().stream()
                        .map(node -> node.name().equals(name) ? change.apply(node) : node)
                        .toList());
    }
}
