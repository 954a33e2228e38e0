// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.common.HostPort;
import io.boxer.overlay.OverlayMessage;

/** What happens to the link of a supervisor to its coordinator. Attempts are numbered, so that a late event is known as such. */
sealed interface LinkEvent {
    /** It is to join. */
    record Started() implements LinkEvent {}

    /** A coordinator is known. */
    record Found(HostPort address) implements LinkEvent {}

    /** There is none to be had now. */
    record NotFound(String why) implements LinkEvent {}

    /** The coordinator has proven itself on this connection. */
    record Opened(long attempt) implements LinkEvent {}

    record Heard(long attempt, OverlayMessage message) implements LinkEvent {}

    /** This connection ended, or could not be made. */
    record Closed(long attempt, String why) implements LinkEvent {}

    record PauseOver() implements LinkEvent {}

    /** It is to leave, for good. */
    record Leaving() implements LinkEvent {}
}
