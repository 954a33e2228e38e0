// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import io.boxer.common.NodeId;
import java.util.List;
import java.util.Optional;

/** What a supervisor and the coordinator say to each other, after the handshake. docs/overlay.md describes the exchange. */
public sealed interface OverlayMessage {
    /**
     * A supervisor asks to become, or to be again, a node.
     *
     * @param name the one it wants; empty: any
     * @param before where it was, if it comes again
     * @param shared whether more nodes of the same host may follow; a function is alone
     */
    record Join(Optional<NodeId> name, NodeToken token, HostId host, Optional<Placed> before, boolean shared)
            implements OverlayMessage {}

    /**
     * It is a member.
     *
     * @param seenAs where its link comes from, as the coordinator sees it
     * @param relay where two nodes meet that cannot reach each other, if the overlay has such a place
     * @param members all, the new one included
     */
    record Welcome(NodeId name, Placed placed, Endpoint seenAs, Optional<Endpoint> relay, List<Member> members)
            implements OverlayMessage {
        public Welcome {
            members = List.copyOf(members);
        }
    }

    /**
     * It may not join, ever, with what it asked for.
     *
     * @param reason value, rule and way out
     */
    record Refused(String reason) implements OverlayMessage {}

    /** A node has come. */
    record Came(Member member) implements OverlayMessage {}

    /** A node has gone. */
    record Gone(NodeId name) implements OverlayMessage {}

    /** For another supervisor. */
    record Forward(NodeId to, PeerMessage message) implements OverlayMessage {}

    /** From another supervisor. */
    record Forwarded(NodeId from, PeerMessage message) implements OverlayMessage {}

    /** The supervisor goes in good order; it is answered by the end of the connection. */
    record Leave() implements OverlayMessage {}

    /** Somebody who is no node wants to know who is there; answered by {@link Seen}. */
    record Look() implements OverlayMessage {}

    /** All members, and where nodes meet that cannot reach each other. */
    record Seen(Optional<Endpoint> relay, List<Member> members) implements OverlayMessage {
        public Seen {
            members = List.copyOf(members);
        }
    }

    /**
     * To the coordinator from somebody who is no node, and from the coordinator to the supervisor of {@code of}: what is the way to
     * {@code to}? Answered by {@link Told}, or by {@link Refused} if that supervisor cannot be asked.
     *
     * @param question by which the answer is known; each of the two has its own numbers
     * @param measured whether to measure it too, which takes a second
     */
    record Ask(long question, NodeId of, NodeId to, boolean measured) implements OverlayMessage {}

    /** The answer. */
    record Told(long question, PathFacts facts) implements OverlayMessage {}

    /** Both sides say this when they have had nothing else to say for a while. */
    record Alive() implements OverlayMessage {}
}
