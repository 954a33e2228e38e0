// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.NodeMessage;

/**
 * This node will go at {@code deadlineNanos} of its monotonic clock. Told to the namenode again in every new session.
 *
 * @param id the same for all repetitions, which thus have no further effect
 */
record Departure(String id, String kind, long deadlineNanos) {
    NodeMessage.Notice notice(NodeRef self, Now now) {
        long left = Math.max(0, (deadlineNanos - now.nanos()) / 1_000_000L);
        return new NodeMessage.Notice(self, id, kind, left);
    }
}
