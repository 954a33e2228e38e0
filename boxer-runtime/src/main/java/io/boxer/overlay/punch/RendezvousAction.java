// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.punch;

import io.boxer.common.NodeId;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.PeerMessage;

/** What a supervisor is to do for the connections of its node, in order. */
public sealed interface RendezvousAction {
    /** Tell another supervisor. */
    record Tell(NodeId to, PeerMessage message) implements RendezvousAction {}

    /** The guest is to dial so. */
    record Dialling(long question, NodeId to, int port, Plan plan) implements RendezvousAction {}

    /** The guest's connect() is to fail. */
    record Failed(long question, Failure why) implements RendezvousAction {}

    /** Why a connect() fails. */
    enum Failure {
        /** Nobody listens on that port. */
        REFUSED,
        /** The node does not answer. */
        TIMED_OUT,
        /** There is no path to the node, or no such node. */
        UNREACHABLE
    }

    /**
     * Dial, and ring at the guest's listener when the connection stands.
     *
     * @param port that the guest listens on
     * @param towards the caller, or the relay
     * @param callersPort for the name that the guest sees of the other end
     * @param refusing whether nobody listens there: whoever dials already is to see its connection end
     */
    record Punch(
            NodeId from,
            int port,
            int localPort,
            Endpoint towards,
            boolean relayed,
            int callersPort,
            long session,
            ConnectionKey key,
            boolean refusing)
            implements RendezvousAction {}

    /** The caller has given up. */
    record Abandon(long session) implements RendezvousAction {}
}
