// SPDX-License-Identifier: Apache-2.0
package io.boxer.coordinator;

import io.boxer.overlay.Endpoint;
import io.boxer.overlay.OverlayMessage;

/** What happens to the coordinator. Connections have numbers that are never used again. */
sealed interface MembershipEvent {
    /**
     * A supervisor has proven itself.
     *
     * @param from where it comes from, as seen here
     */
    record Connected(long connection, Endpoint from) implements MembershipEvent {}

    /** A supervisor said something. */
    record Said(long connection, OverlayMessage message) implements MembershipEvent {}

    /** A connection ended. */
    record Disconnected(long connection) implements MembershipEvent {}

    /** Time has passed. */
    record Ticked() implements MembershipEvent {}
}
