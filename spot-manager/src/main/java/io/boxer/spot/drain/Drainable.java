// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.drain;

import io.boxer.common.NodeId;
import io.boxer.spot.NoticeId;
import java.time.Instant;
import java.util.Optional;

/** A store whose nodes can be emptied. All methods may block on the network; implementations are thread-safe. */
public interface Drainable {
    /**
     * Moves everything off a node. The same notice id twice has no second effect; a later drain with an earlier deadline overtakes.
     *
     * @param deadline when the node is taken; empty if nobody takes it
     * @throws io.boxer.common.BoxerException PEER if the store cannot be reached, USER if it does not know the node
     */
    void drain(NodeId node, NoticeId notice, DrainKind kind, Optional<Instant> deadline);

    /**
     * Stops new data from going to a node; what is there stays.
     *
     * @throws io.boxer.common.BoxerException as {@link #drain}
     */
    void cordon(NodeId node);

    /**
     * The store's nodes as they are now.
     *
     * @throws io.boxer.common.BoxerException PEER if the store cannot be reached
     */
    ClusterView view();
}
