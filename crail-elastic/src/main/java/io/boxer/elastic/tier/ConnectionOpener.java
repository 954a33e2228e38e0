// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.common.NodeRef;
import java.io.IOException;

/** Makes a connection that is ready for requests. */
interface ConnectionOpener {
    /**
     * @param clientId of the lane
     * @param epoch of the connection; higher than those that the lane had before
     * @throws PeerRefusedException if the peer is not the one we want, or does not want us
     */
    Connection open(NodeRef node, long clientId, int epoch, long deadlineNanos, long silenceNanos) throws IOException;
}
