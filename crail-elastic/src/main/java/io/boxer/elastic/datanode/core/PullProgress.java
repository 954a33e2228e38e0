// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

/**
 * When to ask which source again. The pause grows from 1 ms to {@link #MAX_PAUSE_MILLIS}: FREEZE and ALLOC leave the namenode
 * together, so the first NOT_FROZEN is soon over. After {@link #LIMIT_NANOS} no more is asked: the namenode has long given
 * the attempt up, and if not, its next ALLOC begins afresh.
 *
 * @param tries answers and failures so far
 * @param startedNanos when the first request went out
 */
record PullProgress(int tries, long startedNanos) {
    static final PullProgress NONE = new PullProgress(0, 0);
    static final long MAX_PAUSE_MILLIS = 32;
    static final long LIMIT_NANOS = 30_000_000_000L;

    PullProgress next() {
        return new PullProgress(tries + 1, startedNanos);
    }

    /** Which of the sources is next: all in turn. */
    int source(int sources) {
        return tries % sources;
    }

    long pauseMillis() {
        return tries == 0 ? 0 : Math.min(MAX_PAUSE_MILLIS, 1L << Math.min(tries - 1, 10));
    }

    boolean isOver(Now now) {
        return now.nanos() - startedNanos > LIMIT_NANOS;
    }
}
