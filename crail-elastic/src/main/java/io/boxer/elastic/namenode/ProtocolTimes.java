// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import java.time.Duration;

/** Times of docs/protocol.md, section 6, with its letters. The datanode's γ lies on its own side. */
final class ProtocolTimes {
    /** L. */
    static final long LEASE_NANOS = Duration.ofSeconds(2).toNanos();

    /** ε: drift of two monotonic clocks over a lease, and rounding. */
    static final long DRIFT_NANOS = Duration.ofMillis(50).toNanos();

    /** A tick that comes so long after the last one was not late by chance: the namenode stood still. */
    static final long LATE_TICK_NANOS = Duration.ofMillis(500).toNanos();

    /** Three heartbeats late: no new blocks, nothing else changes. */
    static final long SUSPECT_NANOS = Duration.ofMillis(1200).toNanos();

    /** A: no DONE by then, and the attempt is given up. */
    static final long ATTEMPT_NANOS = Duration.ofSeconds(2).toNanos();

    /** A block whose attempt failed rests this long. */
    static final long ATTEMPT_REST_NANOS = Duration.ofMillis(200).toNanos();

    private ProtocolTimes() {}
}
