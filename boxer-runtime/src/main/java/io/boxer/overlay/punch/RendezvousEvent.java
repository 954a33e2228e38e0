// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.punch;

import io.boxer.common.NodeId;
import io.boxer.overlay.PeerMessage;

/** What happens to the connections of one node. */
public sealed interface RendezvousEvent {
    /**
     * The guest wants to connect.
     *
     * @param question number by which the answer is known
     * @param failed plans for the same connect() that have failed before
     */
    record Asked(long question, NodeId to, int port, int failed) implements RendezvousEvent {}

    /** The guest waits no longer: it is gone. */
    record Withdrawn(long question) implements RendezvousEvent {}

    /** Another supervisor said something. */
    record Said(NodeId from, PeerMessage message) implements RendezvousEvent {}

    /** Time has passed. */
    record Ticked() implements RendezvousEvent {}
}
