// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot;

import io.boxer.common.NodeId;
import java.time.Instant;

/**
 * The node will be taken at a time. Immutable.
 *
 * @param deadline when it is taken, on the clock of whoever takes it: two minutes after the notice on EC2, thirty seconds on other clouds
 */
public record InterruptionNotice(NoticeId id, NodeId node, Instant deadline) implements PreemptionNotice {
    /** The notice with the id that its content gives. */
    public static InterruptionNotice of(NodeId node, Instant deadline) {
        return new InterruptionNotice(NoticeId.of(node, "interruption", deadline), node, deadline);
    }
}
