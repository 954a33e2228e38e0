// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.policy;

import io.boxer.spot.Pool;
import io.boxer.spot.drain.ClusterView;
import io.boxer.spot.drain.NodeState;
import io.boxer.spot.drain.NodeView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps as many spot nodes as are wanted: a node that leaves or is dead is replaced at once, in another pool if there is one, and the
 * instance of a node that holds nothing any more is ended. It compares what is with what should be, so deciding twice does not launch
 * twice. Immutable.
 *
 * @param launchTimeout after which a node that has not joined the store is given up
 * @param afterDeadline how long after its announced end a drained node that still runs is ended
 */
public record ReplacementPolicy(Duration launchTimeout, Duration afterDeadline) {

    public List<Action> plan(ClusterView view, Fleet fleet, PoolHistory pools, Instant now) {
        List<Action> actions = new ArrayList<>(terminations(view, now));
        long present = view.nodes().stream()
                .filter(node -> node.pool().isSpot())
                .filter(node -> node.state().serves() || node.state() == NodeState.SUSPECT)
                .filter(node -> !neverJoined(node, now))
                .count();
        actions.addAll(launches(view, fleet.target() - (int) present, pools, now));
        return actions;
    }

    private List<Action> launches(ClusterView view, int missing, PoolHistory pools, Instant now) {
        Map<Pool, Integer> chosen = new LinkedHashMap<>();
        for (int i = 0; i < missing; i++) {
            pools.next(view, chosen, now).ifPresent(pool -> chosen.merge(pool, 1, Integer::sum));
        }
        List<Action> launches = new ArrayList<>();
        chosen.forEach((pool, count) ->
                launches.add(new Action.Launch(pool, count, missing + " spot nodes fewer than wanted")));
        return launches;
    }

    private List<Action> terminations(ClusterView view, Instant now) {
        List<Action> terminations = new ArrayList<>();
        for (NodeView node :
                view.where(node -> node.pool().isSpot() && node.launched().isPresent())) {
            whyUseless(node, now).ifPresent(why -> terminations.add(new Action.Terminate(node.name(), why)));
        }
        return terminations;
    }

    private Optional<String> whyUseless(NodeView node, Instant now) {
        if (neverJoined(node, now)) {
            return Optional.of("did not join the store within " + launchTimeout.toSeconds() + " s");
        }
        if (node.state().ended()) {
            return Optional.of("dead to the store");
        }
        boolean mayGo = node.state() == NodeState.DRAINED
                && node.deadline()
                        .map(end -> end.plus(afterDeadline).isBefore(now))
                        .orElse(true);
        return mayGo ? Optional.of("drained: holds nothing") : Optional.empty();
    }

    private boolean neverJoined(NodeView node, Instant now) {
        return node.state() == NodeState.LAUNCHING
                && node.launched()
                        .map(at -> at.plus(launchTimeout).isBefore(now))
                        .orElse(false);
    }
}
