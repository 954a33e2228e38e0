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
     * @param key of this connection, for the proofs of both ends
     */
    record Dial(long session, int port, Endpoint caller, ConnectionKey key) implements PeerMessage {}

    /**
     * The other end is dialling.
     *
     * @param acceptor where from
     */
    record Accepted(long session, Endpoint acceptor) implements PeerMessage {}

    /** Nobody listens on that port. */
    record Denied(long session) implements PeerMessage {}

    /** The caller has given up: its guest is gone, or has waited long enough. */
    record Cancelled(long session) implements PeerMessage {}
}
