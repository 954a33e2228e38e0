// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.common.NodeRef;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A way to one node that carries one attempt at a time. To the node it is one client: when its connection has failed the next
 * one comes with a higher epoch, so the node forgets what may still be on its way in the old one before it hears a retry.
 *
 * <p>Confined to the operation that has leased it.
 */
final class Lane {
    private final NodeRef node;
    private final long clientId;
    private final ConnectionOpener opener;
    private int epoch;
    private @Nullable Connection connection;
    private long idleSinceNanos;

    Lane(NodeRef node, long clientId, ConnectionOpener opener) {
        this.node = node;
        this.clientId = clientId;
        this.opener = opener;
    }

    NodeRef node() {
        return node;
    }

    /** @return the open connection, or a new one */
    Connection connect(long deadlineNanos, long silenceNanos) throws IOException {
        Connection open = connection;
        if (open == null) {
            epoch++;
            open = opener.open(node, clientId, epoch, deadlineNanos, silenceNanos);
            connection = open;
        }
        open.limit(deadlineNanos, silenceNanos);
        return open;
    }

    boolean isOpen() {
        return connection != null;
    }

    /** @return whether the peer has neither closed the connection nor sent anything since it was last used */
    boolean isQuiet() {
        return connection == null || connection.isQuiet();
    }

    void disconnect() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    void idleSince(long nanos) {
        idleSinceNanos = nanos;
    }

    long idleNanos(long nowNanos) {
        return nowNanos - idleSinceNanos;
    }
}
