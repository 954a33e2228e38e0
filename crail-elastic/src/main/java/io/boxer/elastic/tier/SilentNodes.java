// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.common.NodeRef;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Nodes that did not answer lately. A machine that was taken away answers nothing, not even that nobody listens, so each
 * attempt there costs a whole silence; a reader with a thousand old places on it must pay that once, and ask the namenode for
 * the others.
 *
 * <p>Thread-safe: one concurrent map.
 */
final class SilentNodes {
    /** For so long an old place on a silent node is not tried without asking. */
    static final long DOUBT_NANOS = Duration.ofSeconds(30).toNanos();

    private static final int MOST = 1024;

    private final Map<NodeRef, Long> since = new ConcurrentHashMap<>();

    void silent(NodeRef node, long nowNanos) {
        if (since.size() >= MOST) {
            since.clear();
        }
        since.put(node, nowNanos);
    }

    void answered(NodeRef node) {
        if (!since.isEmpty()) {
            since.remove(node);
        }
    }

    boolean isDoubtful(NodeRef node, long nowNanos) {
        Long when = since.isEmpty() ? null : since.get(node);
        return when != null && nowNanos - when < DOUBT_NANOS;
    }
}
