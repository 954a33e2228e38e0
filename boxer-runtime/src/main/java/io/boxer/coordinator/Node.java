// SPDX-License-Identifier: Apache-2.0
package io.boxer.coordinator;

import io.boxer.common.NodeId;
import io.boxer.overlay.HostId;
import io.boxer.overlay.Member;
import io.boxer.overlay.NodeToken;
import io.boxer.overlay.Placed;
import java.util.OptionalLong;

/**
 * A member, seen from the coordinator.
 *
 * <pre>
 * LINKED ──link broken──▶ LOST ──grace over──▶ (gone)
 *    ▲ ────join again──────┘
 * </pre>
 *
 * <p>Confined to the coordinator's loop.
 */
final class Node {
    private final NodeId name;
    private final NodeToken token;
    private final HostId host;
    private final Placed placed;
    private OptionalLong connection;
    private long lostNanos;

    Node(NodeId name, NodeToken token, HostId host, Placed placed, long connection) {
        this.name = name;
        this.token = token;
        this.host = host;
        this.placed = placed;
        this.connection = OptionalLong.of(connection);
    }

    void linked(long by) {
        connection = OptionalLong.of(by);
    }

    void lost(long nowNanos) {
        connection = OptionalLong.empty();
        lostNanos = nowNanos;
    }

    boolean isLost() {
        return connection.isEmpty();
    }

    boolean isLostLongerThan(long nanos, long nowNanos) {
        return isLost() && nowNanos - lostNanos > nanos;
    }

    OptionalLong connection() {
        return connection;
    }

    NodeId name() {
        return name;
    }

    NodeToken token() {
        return token;
    }

    HostId host() {
        return host;
    }

    Placed placed() {
        return placed;
    }

    Member member() {
        return new Member(name, placed.address(), host);
    }
}
