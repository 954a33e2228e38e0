// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxer.cluster.status.StoreStatus.Drain;
import io.boxer.common.HostPort;
import io.boxer.common.admin.AdminClient;
import io.boxer.common.security.ClusterKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The namenode's admin API from outside. Thread-safe. */
public final class StoreAdmin {
    private final AdminClient client;

    public StoreAdmin(HostPort address, ClusterKey key) {
        this.client = new AdminClient(address, key);
    }

    /**
     * What the store says of itself now.
     *
     * @throws io.boxer.common.BoxerException PEER if it cannot be reached
     */
    public StoreStatus status() {
        return client.get("/v1/status", StoreStatus.class);
    }

    /**
     * Empties a node; the same id twice has one effect.
     *
     * @param kind {@code notice}, {@code rebalance} or {@code scale-in}
     * @param left until the node is taken; empty if nobody takes it
     * @throws io.boxer.common.BoxerException USER if there is no such node, PEER if the namenode cannot be reached
     */
    public Drain drain(String node, String id, String kind, Optional<Duration> left) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("kind", kind);
        left.ifPresent(time -> body.put("deadlineMillis", time.toMillis()));
        return client.post("/v1/nodes/" + node + "/drain", body, Drain.class);
    }

    /** Stops new data from going to a node. */
    public void cordon(String node) {
        client.post("/v1/nodes/" + node + "/cordon", Map.of(), JsonNode.class);
    }
}
