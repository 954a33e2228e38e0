// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot;

import io.boxer.common.NodeId;

/** Warning that a node will go. Poll results and push events become the same notice: {@link #id()} is a hash of its content. */
public sealed interface PreemptionNotice permits InterruptionNotice, RebalanceRecommendation {
    /** What makes a duplicate recognisable. */
    NoticeId id();

    /** The node that will go. */
    NodeId node();
}
