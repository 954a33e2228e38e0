// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import static io.boxer.common.BoxerException.require;

import io.boxer.common.NodeId;

/**
 * One end of a connection, as it presents itself in the handshake.
 *
 * <p>Immutable.
 *
 * @param name of the node or of the application
 * @param clusterId {@link ClusterId#UNKNOWN} at the first contact
 * @param blockSizeBytes 0 if it does not know yet, or does not care
 */
public record Party(Role role, NodeId name, ClusterId clusterId, long blockSizeBytes) {
    public Party {
        require(blockSizeBytes >= 0, "blockSizeBytes=%d is negative; 0 says that it is unknown", blockSizeBytes);
    }
}
