// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.netty;

import io.boxer.common.NodeId;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;

/**
 * User event: the other side has proven itself, and the handshake's handler has left the pipeline. Nothing of the
 * application's may be written before it.
 *
 * <p>Immutable.
 *
 * @param role of the other side
 * @param blockSizeBytes of the other side, 0 if it did not say
 */
public record HandshakeDone(Role role, NodeId peerName, ClusterId clusterId, long blockSizeBytes) {
    static HandshakeDone with(Party peer) {
        return new HandshakeDone(peer.role(), peer.name(), peer.clusterId(), peer.blockSizeBytes());
    }
}
