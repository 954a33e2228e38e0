// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.trace.Trace;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The right to acknowledge writes, and to say that bytes do not exist, until a moment (docs/protocol.md, section 6). It counts
 * from the sending of the heartbeat that asked for it, not from the receipt of the answer, and ends {@link #GUARD_NANOS} early.
 * When the two clocks have gone apart since that sending, the machine was suspended or its clock was set: the lease is given
 * up until the next grant. Confined to the thread of its table.
 */
final class Lease {
    /** γ: from the check to the acknowledgement in the socket. */
    static final long GUARD_NANOS = 50_000_000L;

    private static final long MAX_DRIFT_NANOS = 50_000_000L;
    private static final int MAX_UNANSWERED = 64;

    private final Trace trace;
    private final Deque<Now> unanswered = new ArrayDeque<>();
    private Now sentAt = new Now(0, 0);
    private long untilNanos;
    private boolean held;

    Lease(Trace trace) {
        this.trace = trace;
    }

    /** A heartbeat goes out now; its grant will count from here. */
    void asked(Now now) {
        if (unanswered.size() == MAX_UNANSWERED) {
            unanswered.removeFirst();
        }
        unanswered.addLast(now);
    }

    /** Takes a grant that answers one of our heartbeats; of several, the youngest counts, also where it ends earlier. */
    void granted(ControlMessage.Lease grant) {
        while (!unanswered.isEmpty() && unanswered.getFirst().nanos() - grant.sentAtNanos() <= 0) {
            Now asked = unanswered.removeFirst();
            if (asked.nanos() == grant.sentAtNanos()) {
                sentAt = asked;
                untilNanos = asked.nanos() + grant.leaseNanos() - GUARD_NANOS;
                held = true;
                trace.log("dn.lease", "sentAt", asked.nanos(), "until", untilNanos);
            }
        }
    }

    /** Nanoseconds during which acknowledgements are allowed from {@code now} on; 0 or less: none. */
    long leftNanos(Now now) {
        if (held && drift(now) > MAX_DRIFT_NANOS) {
            held = false;
            trace.log("dn.lease", "sentAt", sentAt.nanos(), "until", now.nanos(), "givenUp", true);
        }
        return held ? untilNanos - now.nanos() : 0;
    }

    private long drift(Now now) {
        long monotonic = now.nanos() - sentAt.nanos();
        long wall = (now.wallMillis() - sentAt.wallMillis()) * 1_000_000L;
        return Math.abs(wall - monotonic);
    }
}
