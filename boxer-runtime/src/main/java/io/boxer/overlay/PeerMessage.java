// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import io.boxer.overlay.punch.ConnectionKey;

/** What two supervisors say to each other about one connection of their guests; the coordinator carries it. */
public sealed interface PeerMessage {
    /** Number of the connection, drawn by the one who calls. */
    long session();

    /**
     * A guest wants to connect, and its kernel is about to dial.
     *
     * @param port that the other guest is to listen on
     * @param caller where the dialling comes from, as the other host sees it
     * @param direct whether the two may dial each other: its NAT keeps ports, and that has not failed yet
     * @param key of this connection, for the proofs of both ends
     */
    record Dial(long session, int port, Endpoint caller, boolean direct, ConnectionKey key) implements PeerMessage {}

    /**
     * The other end is dialling.
     *
     * @param acceptor where from; or the relay, at which both are to meet
     * @param relayed which of the two
     */
    record Accepted(long session, Endpoint acceptor, boolean relayed) implements PeerMessage {}

    /** It is not to be. */
    record Denied(long session, Why why) implements PeerMessage {
        /** Why not. */
        public enum Why {
            /** Nobody listens on that port. */
            REFUSED,
            /** The two cannot dial each other, and there is no relay. */
            NO_PATH
        }
    }

    /** The caller has given up: its guest is gone, or has waited long enough. */
    record Cancelled(long session) implements PeerMessage {}
}
