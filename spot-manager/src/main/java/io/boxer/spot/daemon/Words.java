// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.daemon;

import io.boxer.common.NodeId;
import io.boxer.spot.policy.Action;
import java.util.Locale;
import java.util.Optional;

/** Actions in words, for the log and the events. Pure. */
final class Words {
    private Words() {}

    /** {@code drain}, {@code cordon}, {@code launch}, {@code terminate}, {@code hold} or {@code ignore}. */
    static String kind(Action action) {
        return action.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    static Optional<NodeId> node(Action action) {
        if (action instanceof Action.Drain drain) {
            return Optional.of(drain.node());
        } else if (action instanceof Action.Cordon cordon) {
            return Optional.of(cordon.node());
        } else if (action instanceof Action.Terminate terminate) {
            return Optional.of(terminate.node());
        } else if (action instanceof Action.Hold hold) {
            return Optional.of(hold.notice().node());
        }
        return Optional.empty();
    }

    /** {@code node=spot-3 drain: interruption notice, 18 s left} */
    static String line(Action action) {
        String subject = node(action).map(name -> "node=" + name + " ").orElse("");
        if (action instanceof Action.Launch launch) {
            subject = "pool=" + launch.pool() + " count=" + launch.count() + " ";
        } else if (action instanceof Action.Ignore ignore) {
            subject = "notice=" + ignore.notice() + " ";
        }
        return subject + kind(action) + ": " + action.reason();
    }
}
