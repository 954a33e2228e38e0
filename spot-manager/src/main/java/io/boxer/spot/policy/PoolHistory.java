// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.policy;

import io.boxer.spot.Pool;
import io.boxer.spot.drain.ClusterView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pools that nodes may be launched in, and when each last gave trouble: a notice, a death, a failed launch. Immutable.
 *
 * @param pools in order of preference
 * @param trouble last time of a notice or a death
 * @param refused last time a launch failed
 */
public record PoolHistory(List<Pool> pools, Map<Pool, Instant> trouble, Map<Pool, Instant> refused) {
    static final Duration TROUBLE_LASTS = Duration.ofMinutes(5);
    static final Duration REFUSAL_LASTS = Duration.ofSeconds(5);

    public PoolHistory {
        pools = List.copyOf(pools);
        trouble = Map.copyOf(trouble);
        refused = Map.copyOf(refused);
    }

    public static PoolHistory of(List<Pool> pools) {
        return new PoolHistory(pools, Map.of(), Map.of());
    }

    public PoolHistory troubled(Pool pool, Instant at) {
        return new PoolHistory(pools, with(trouble, pool, at), refused);
    }

    public PoolHistory refusedLaunch(Pool pool, Instant at) {
        return new PoolHistory(pools, trouble, with(refused, pool, at));
    }

    private static Map<Pool, Instant> with(Map<Pool, Instant> times, Pool pool, Instant at) {
        Map<Pool, Instant> copy = new HashMap<>(times);
        copy.merge(pool, at, (a, b) -> a.isAfter(b) ? a : b);
        return copy;
    }

    /**
     * Where to launch the next node: not where a launch was just refused; rather where there was no trouble within five minutes, then
     * where the fewest nodes serve, then in order of preference.
     *
     * @param chosen nodes already planned per pool, not yet in the view
     */
    public Optional<Pool> next(ClusterView view, Map<Pool, Integer> chosen, Instant now) {
        return pools.stream()
                .filter(pool -> !within(refused.get(pool), REFUSAL_LASTS, now))
                .min(Comparator.comparing((Pool pool) -> within(trouble.get(pool), TROUBLE_LASTS, now))
                        .thenComparing(pool -> serving(view, pool) + chosen.getOrDefault(pool, 0)));
    }

    private static boolean within(@Nullable Instant last, Duration lasts, Instant now) {
        return last != null && last.plus(lasts).isAfter(now);
    }

    private static int serving(ClusterView view, Pool pool) {
        return view.where(node -> node.state().serves() && node.pool().equals(pool))
                .size();
    }
}
