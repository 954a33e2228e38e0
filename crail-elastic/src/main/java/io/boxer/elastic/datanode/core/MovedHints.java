// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import io.boxer.elastic.rpc.DataReply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where blocks went that were here. Hints only: a client follows one to a higher generation, and asks the namenode without
 * one; so the oldest are forgotten beyond {@link #MAX_HINTS}. Confined to the thread of its table.
 */
final class MovedHints {
    static final int MAX_HINTS = 65_536;

    private final Map<Long, DataReply.Redirect> hints = new LinkedHashMap<>();

    void remember(DataReply.Redirect hint) {
        DataReply.Redirect known = hints.get(hint.block());
        if (known != null && known.gen() >= hint.gen()) {
            return;
        }
        hints.put(hint.block(), hint);
        if (hints.size() > MAX_HINTS) {
            hints.remove(hints.keySet().iterator().next());
        }
    }

    /** A hint that leads to a higher generation than the client has. */
    Optional<DataReply> beyond(long block, int gen) {
        DataReply.Redirect hint = hints.get(block);
        return hint != null && hint.gen() > gen ? Optional.of(hint) : Optional.empty();
    }

    /** The block is here again. */
    void forget(long block) {
        hints.remove(block);
    }
}
