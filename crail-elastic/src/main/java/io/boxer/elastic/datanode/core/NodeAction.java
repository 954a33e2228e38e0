// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.NodeMessage;

/** What the table wants done, in the order given. */
public sealed interface NodeAction {
    /** Send this on the namenode's session; without one it is dropped, the next session's report says the same. */
    record Send(NodeMessage message) implements NodeAction {}

    /**
     * Ask {@code source} once, after a pause, and tell the table how it went with {@code pulled} or {@code pullFailed}. The
     * request carries the source's incarnation, block and attempt.
     */
    record Pull(NodeRef source, DataRequest.Pull request, long afterMillis) implements NodeAction {}

    /** Begin a new session on a new connection: the tombstones of this one have become many. */
    record RenewSession() implements NodeAction {}

    /** This incarnation is dead: make a new table of a new incarnation, forget this one and all its bytes. */
    record StartOver() implements NodeAction {}

    /** Nothing of value is left here: the process may end. */
    record MayGo() implements NodeAction {}

    /** A message that the session rules refuse; it had no effect and has no answer. */
    record Ignored(String why) implements NodeAction {}
}
