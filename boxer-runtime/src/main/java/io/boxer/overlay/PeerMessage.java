// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import io.boxer.overlay.punch.ConnectionKey;

/** What two supervisors say to each other about one connection of their guests: by way of the coordinator, or on a link of their own. */
public sealed interface PeerMessage {
    /** Number of the connection, drawn by the one who calls. */
    long session();

    /**
     * A guest wants to connect, and its kernel is about to dial.
     *
     * @param port that the other guest is to listen on
     * @param caller where the dialling comes from, as the other host sees it
     * @param direct whether the two may dial each other: its NAT keeps ports, and that has not failed yet
     * @param begun whether the caller waits for no answer and dials already, since it knows by the link of the two where to: even
     *     a refusal is then to come on that connection
     * @param acceptorPort from which the other end is to dial if {@code begun} and {@code direct}; else 0, and it chooses
     * @param key of this connection, for the proofs of both ends
     */
    record Dial(
            long session, int port, Endpoint caller, boolean direct, boolean begun, int acceptorPort, ConnectionKey key)
            implements PeerMessage {
        /** Of a caller that waits to be told where to dial. */
        public static Dial asking(long session, int port, Endpoint caller, boolean direct, ConnectionKey key) {
            return new Dial(session, port, caller, direct, false, 0, key);
        }
    }

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
