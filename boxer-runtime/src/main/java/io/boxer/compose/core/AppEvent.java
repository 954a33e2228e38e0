// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.core;

import io.boxer.compose.NodeSpec;
import java.util.List;

/** What happens to an application. */
public sealed interface AppEvent {
    /** These nodes shall be, and no others; none: everything ends. */
    record Wanted(List<NodeSpec> nodes) implements AppEvent {
        public Wanted {
            nodes = List.copyOf(nodes);
        }
    }

    /** The node is in the overlay, its program starts now. */
    record Joined(NodeRun run, String address) implements AppEvent {}

    /** An attempt to find out whether it is ready has succeeded. */
    record FoundReady(NodeRun run) implements AppEvent {}

    /** The attempt has failed. */
    record FoundUnready(NodeRun run, String reason) implements AppEvent {}

    /** @param code of its program, 128 + n if signal n ended it; 126, 127 it could not be run, 2 it could not join */
    record Ended(NodeRun run, int code) implements AppEvent {}

    /** Time has gone on. */
    record Ticked() implements AppEvent {}
}
