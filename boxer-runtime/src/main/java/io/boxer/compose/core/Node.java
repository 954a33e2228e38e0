// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.core;

import io.boxer.compose.NodeSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One node in {@link AppCore}: its state and the fields that go with it. Confined to the core's thread.
 */
final class Node {
    /** Without a probe, a program that has run so long counts as ready: one that cannot start at all has ended by then. */
    static final Duration SETTLING = Duration.ofMillis(500);

    /** So many ends before it was ever ready are trouble. */
    static final int TROUBLE = 5;

    private static final Duration NO_PROBE_TIMEOUT = Duration.ofSeconds(60);
    private static final long NEVER = Long.MAX_VALUE;

    NodeSpec spec;
    Optional<NodeSpec> next = Optional.empty();
    boolean leaving;
    Optional<NodeRun> run = Optional.empty();
    Optional<String> address = Optional.empty();
    boolean probing;
    boolean everReady;
    int endsInARow;
    int restarts;
    OptionalInt exitCode = OptionalInt.empty();
    String reason = "";
    long firstJoinNanos = NEVER;

    private NodeState state = NodeState.WAITING;
    private long sinceNanos;
    private long dueNanos = NEVER;

    Node(NodeSpec spec, long nowNanos) {
        this.spec = spec;
        this.sinceNanos = nowNanos;
    }

    NodeState state() {
        return state;
    }

    void move(NodeState to, long nowNanos) {
        state = to;
        sinceNanos = nowNanos;
        dueNanos = NEVER;
    }

    /** What this state waits for happens then. */
    void due(long atNanos) {
        dueNanos = atNanos;
    }

    boolean isDue(long nowNanos) {
        return dueNanos != NEVER && nowNanos - dueNanos >= 0;
    }

    OptionalInt dueInMillis(long nowNanos) {
        return dueNanos == NEVER
                ? OptionalInt.empty()
                : OptionalInt.of((int) Math.max(0, (dueNanos - nowNanos + 999_999) / 1_000_000));
    }

    /** Another program, or the same anew: what was before does not count. */
    void replace(NodeSpec other, long nowNanos) {
        spec = other;
        next = Optional.empty();
        leaving = false;
        everReady = false;
        endsInARow = 0;
        restarts = 0;
        exitCode = OptionalInt.empty();
        reason = "";
        firstJoinNanos = NEVER;
        move(NodeState.WAITING, nowNanos);
    }

    boolean isRun(NodeRun other) {
        return run.filter(other::equals).isPresent();
    }

    Duration age(long nowNanos) {
        return Duration.ofNanos(nowNanos - sinceNanos);
    }

    private boolean isTroubled(long nowNanos) {
        Duration timeout = spec.conduct().ready().map(ready -> ready.timeout()).orElse(NO_PROBE_TIMEOUT);
        boolean late = firstJoinNanos != NEVER && nowNanos - firstJoinNanos > timeout.toNanos();
        return state == NodeState.FAILED || (!everReady && state != NodeState.ENDED && (late || endsInARow >= TROUBLE));
    }

    NodeView view(long nowNanos) {
        return new NodeView(spec, state, address, run, restarts, exitCode, age(nowNanos), isTroubled(nowNanos), reason);
    }
}
