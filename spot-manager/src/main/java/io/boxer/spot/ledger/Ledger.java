// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.ledger;

import io.boxer.spot.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** When each node began and ended, and thereby what has to be paid for. Saying the same twice changes nothing. Thread-safe. */
public final class Ledger {
    private record Entry(Pool pool, Instant started, Optional<Instant> ended) {
        double seconds(Instant now) {
            return Math.max(0, Duration.between(started, ended.orElse(now)).toNanos() / 1e9);
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * The node is paid for from {@code at} on.
     *
     * @param key names this life of the node and no other: the instance id, or the node's name if it has only one life
     */
    public synchronized void started(String key, Pool pool, Instant at) {
        entries.putIfAbsent(key, new Entry(pool, at, Optional.empty()));
    }

    /** The node is not paid for after {@code at}; unknown and ended nodes are left as they are. */
    public synchronized void ended(String key, Instant at) {
        entries.computeIfPresent(
                key,
                (same, entry) ->
                        entry.ended().isPresent() ? entry : new Entry(entry.pool(), entry.started(), Optional.of(at)));
    }

    /** One line a pool, in the order of the pools' names. */
    public synchronized List<NodeSeconds> nodeSeconds(Instant now) {
        Map<Pool, List<Entry>> byPool = entries.values().stream().collect(Collectors.groupingBy(Entry::pool));
        return byPool.entrySet().stream()
                .map(pool -> new NodeSeconds(
                        pool.getKey(),
                        pool.getValue().size(),
                        pool.getValue().stream()
                                .mapToDouble(entry -> entry.seconds(now))
                                .sum()))
                .sorted(Comparator.comparing(line -> line.pool().text()))
                .toList();
    }
}
