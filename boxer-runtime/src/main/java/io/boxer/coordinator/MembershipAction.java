// SPDX-License-Identifier: Apache-2.0
package io.boxer.coordinator;

import io.boxer.common.NodeId;
import io.boxer.overlay.OverlayMessage;

/** What the coordinator is to do, in order. */
sealed interface MembershipAction {
    record Send(long connection, OverlayMessage message) implements MembershipAction {}

    /** Ends the connection once what was sent on it has gone. */
    record Close(long connection) implements MembershipAction {}

    /** A line for the log: a node moved from one state to another, and why. */
    record Note(NodeId node, String text) implements MembershipAction {}
}
