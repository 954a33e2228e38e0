// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.policy;

import io.boxer.common.NodeId;
import io.boxer.spot.NoticeId;
import io.boxer.spot.Pool;
import io.boxer.spot.PreemptionNotice;
import io.boxer.spot.drain.DrainKind;
import java.time.Instant;
import java.util.Optional;

/** What a policy wants done, with its reason in words. */
public sealed interface Action {
    /** Why, for the log line and the event list. */
    String reason();

    /** Empty the node. */
    record Drain(NodeId node, NoticeId notice, DrainKind kind, Optional<Instant> deadline, String reason)
            implements Action {
        /** When the node is taken; the deadline of a drain that nobody follows up with an end is only a wish. */
        public Optional<Instant> taken() {
            return kind == DrainKind.NOTICE ? deadline : Optional.empty();
        }
    }

    /** No new data to the node. */
    record Cordon(NodeId node, NoticeId notice, String reason) implements Action {}

    /** Start {@code count} nodes in the pool; at least one. */
    record Launch(Pool pool, int count, String reason) implements Action {}

    /** End the node's instance: nothing on it is needed. */
    record Terminate(NodeId node, String reason) implements Action {}

    /** Not now: decide again at the next tick, or when somebody consents. */
    record Hold(PreemptionNotice notice, String reason) implements Action {}

    /** Nothing, and nothing later either. */
    record Ignore(NoticeId notice, Cause cause, String reason) implements Action {}

    /** Why a notice has no effect. */
    enum Cause {
        /** Acted upon before. */
        DUPLICATE,
        /** The store has no such node; if it joins later, the same notice counts then. */
        UNKNOWN_NODE,
        /** The deadline has passed, or is so far away that it cannot be meant. */
        NOT_IN_TIME,
        /** The node is leaving at least as early for another reason, or has left. */
        LEAVES_ALREADY,
        /** A setting says so. */
        SETTING
    }
}
