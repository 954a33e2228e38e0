// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import io.boxer.common.NodeId;
import java.time.Duration;

/**
 * A step with its node: to be carried out now. Immutable.
 *
 * @param node a node that held {@code bytesSeen} bytes, more than none, when it was chosen
 * @param at since the start of the run
 */
public record Strike(Step step, NodeId node, long bytesSeen, Duration at) {
    public Step.Kind kind() {
        return step.kind();
    }

    /** Time between the notice and the end; zero for a rebalance recommendation and for a kill. */
    public Duration notice() {
        return step.notice();
    }
}
