// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where blocks are, as far as it became known after Crail cached their block infos for ever. A location is replaced only by
 * one of a higher gen, or by an answer to RESOLVE. Forgetting costs one RESOLVE, so the cache forgets all when it is full.
 *
 * <p>Thread-safe: one concurrent map.
 */
public final class LocationCache {
    private final Map<Long, Location> locations = new ConcurrentHashMap<>();
    private final int maxEntries;

    public LocationCache(int maxEntries) {
        this.maxEntries = maxEntries;
    }

    /** @return the newest of what is cached and what the caller holds */
    public Optional<Location> newest(long block, Optional<Location> held) {
        Location cached = locations.get(block);
        if (cached == null) {
            return held;
        }
        return held.filter(mine -> mine.gen() >= cached.gen()).or(() -> Optional.of(cached));
    }

    /** A datanode or an older answer says so: it counts if it is newer. */
    public void heard(long block, Location location) {
        makeRoom();
        locations.merge(block, location, (old, heard) -> heard.gen() > old.gen() ? heard : old);
    }

    /** The namenode says so: it counts. */
    public void resolved(long block, Location location) {
        makeRoom();
        locations.put(block, location);
    }

    public void forget(long block) {
        locations.remove(block);
    }

    public int size() {
        return locations.size();
    }

    private void makeRoom() {
        if (locations.size() >= maxEntries) {
            locations.clear();
        }
    }
}
