// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.boxer.compose.core.NodeState;
import java.util.List;

/**
 * What {@code GET /v1/status} shows; field by field in docs/openapi/app.yaml.
 *
 * @param logs directory
 * @param file boxer.yaml that was brought up last
 */
public record AppStatus(
        String app, String network, String file, String logs, List<NodeStatus> nodes, List<Published> published) {
    public AppStatus {
        nodes = List.copyOf(nodes);
        published = List.copyOf(published);
    }

    /**
     * A node.
     *
     * @param address in the overlay; empty while it is not there
     * @param pid of its boxer-init; 0 while there is none
     * @param exitCode of its last end; -1 if it has not ended yet
     * @param troubled see {@link io.boxer.compose.core.NodeView}
     * @param stateSeconds since it came into this state
     */
    public record NodeStatus(
            String name,
            String service,
            NodeState state,
            String address,
            long pid,
            int restarts,
            int exitCode,
            double stateSeconds,
            double cpuSeconds,
            long memoryBytes,
            boolean troubled,
            String reason,
            String log) {}

    /** A port of this machine that leads to a service. */
    public record Published(String service, String address, int nodePort) {}

    /** Nothing more is to be waited for. */
    @JsonIgnore
    public boolean isSettled() {
        return nodes.stream().allMatch(node -> node.state().isSettled());
    }
}
