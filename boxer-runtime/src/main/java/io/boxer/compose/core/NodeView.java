// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.core;

import io.boxer.compose.NodeSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A node as it is. Immutable.
 *
 * @param address in the overlay, while it is there
 * @param run the start that lives, if one does
 * @param restarts how often it was started again by itself
 * @param exitCode of its last end
 * @param age since it came into this state
 * @param troubled it failed, or was not ready in time, or ended again and again before it was ready
 * @param reason why it was last found not to be ready; empty if never
 */
public record NodeView(
        NodeSpec spec,
        NodeState state,
        Optional<String> address,
        Optional<NodeRun> run,
        int restarts,
        OptionalInt exitCode,
        Duration age,
        boolean troubled,
        String reason) {}
