// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * The highest generation seen of each block, also of blocks that are gone: a late message about one of those must find a
 * tombstone. Tombstones go when a new session begins, since then no older message is accepted at all. Confined to the thread
 * of its table.
 */
final class Seen {
    private final Map<Long, Integer> generations = new HashMap<>();

    int of(long block) {
        return generations.getOrDefault(block, 0);
    }

    void raise(long block, int gen) {
        generations.merge(block, gen, Math::max);
    }

    /** A new session was opened: forgets all blocks but those that are here. */
    void prune(LongPredicate isHere) {
        generations.keySet().removeIf(block -> !isHere.test(block));
    }

    int size() {
        return generations.size();
    }
}
