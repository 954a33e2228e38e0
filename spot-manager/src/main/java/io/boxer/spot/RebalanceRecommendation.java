// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot;

import io.boxer.common.NodeId;
import java.time.Instant;

/**
 * The node is more likely than others to be interrupted; there is no deadline yet, and there may never be one. Immutable.
 *
 * @param noticed when the provider said so, on its clock
 */
public record RebalanceRecommendation(NoticeId id, NodeId node, Instant noticed) implements PreemptionNotice {
    /** The recommendation with the id that its content gives. */
    public static RebalanceRecommendation of(NodeId node, Instant noticed) {
        return new RebalanceRecommendation(NoticeId.of(node, "rebalance", noticed), node, noticed);
    }
}
