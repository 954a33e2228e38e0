// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.common.HostPort;
import io.boxer.elastic.datanode.core.NodeAction;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * Asks other datanodes for blocks: one connection per source, kept while it is used. Every request ends, with an answer or
 * with a failure; what comes next is the core's decision.
 *
 * <p>Confined to the datanode's event loop.
 */
final class PullClient {
    private final EventLoop loop;
    private final PullConnection.Outcome outcome;
    private final BiFunction<HostPort, PullConnection, Bootstrap> dialer;
    private final Map<HostPort, PullConnection> connections = new LinkedHashMap<>();
    private boolean closed;

    /** @param dialer makes what connects to a source, with handshake and frames in front of the handler */
    PullClient(EventLoop loop, PullConnection.Outcome outcome, BiFunction<HostPort, PullConnection, Bootstrap> dialer) {
        this.loop = loop;
        this.outcome = outcome;
        this.dialer = dialer;
    }

    void pull(NodeAction.Pull pull) {
        if (pull.afterMillis() > 0) {
            loop.schedule(() -> ask(pull), pull.afterMillis(), TimeUnit.MILLISECONDS);
        } else {
            ask(pull);
        }
    }

    private void ask(NodeAction.Pull pull) {
        if (closed) {
            return;
        }
        HostPort source = pull.source().address();
        PullConnection connection = connections.get(source);
        if (connection == null) {
            connection = new PullConnection(outcome, gone -> connections.remove(source, gone));
            connections.put(source, connection);
            connection.open(dialer.apply(source, connection));
        }
        connection.ask(pull.request());
    }

    /** Time has passed: requests that took too long fail, idle connections are closed. */
    void tick(long nowNanos) {
        new ArrayList<>(connections.values()).forEach(connection -> connection.tick(nowNanos));
    }

    void close() {
        closed = true;
        new ArrayList<>(connections.values()).forEach(connection -> connection.close("the node ends"));
    }
}
