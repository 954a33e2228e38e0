// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.punch;

import io.boxer.common.NodeId;
import io.boxer.overlay.Endpoint;
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

    /** The guest listens no longer on the port of a connection that was accepted. */
    record Unheard(NodeId from, long session) implements RendezvousEvent {}

    /**
     * A link with another supervisor stands.
     *
     * @param direct whether nobody is between the two
     * @param at where the other host appears, if so; the port says nothing
     */
    record Linked(NodeId to, boolean direct, Endpoint at) implements RendezvousEvent {}

    /** It stands no longer; what was said on it may be lost. */
    record Severed(NodeId to) implements RendezvousEvent {}

    /** Time has passed. */
    record Ticked() implements RendezvousEvent {}
}
