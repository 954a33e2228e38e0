// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.common.HostPort;
import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayMessage.Welcome;
import java.time.Duration;

/** What the supervisor is to do for its link, in order. */
sealed interface LinkAction {
    /** Find out where the coordinator is. */
    record Find() implements LinkAction {}

    record Connect(long attempt, HostPort address) implements LinkAction {}

    record Send(long attempt, OverlayMessage message) implements LinkAction {}

    /** Say {@link LinkEvent.PauseOver} after so long. */
    record Pause(Duration time) implements LinkAction {}

    /** The node is in the overlay, for the first time or again. */
    record Joined(Welcome welcome) implements LinkAction {}

    /** The coordinator says something about the members. */
    record Learn(OverlayMessage message) implements LinkAction {}

    /** It may not join, and never was in the overlay: give up. */
    record GiveUp(String reason) implements LinkAction {}

    /** It has left: the coordinator has hung up, or there was no link. */
    record Left() implements LinkAction {}

    /** A line for the log. */
    record Note(boolean serious, String text) implements LinkAction {}
}
