// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.core;

import io.boxer.compose.NodeSpec;
import io.boxer.compose.Readiness;
import io.boxer.compose.StopRule;

/** What shall be done for an application. */
public sealed interface AppAction {
    /** Answered by {@link AppEvent.Joined} or {@link AppEvent.Ended}. */
    record Start(NodeRun run, NodeSpec spec) implements AppAction {}

    /** Answered by {@link AppEvent.FoundReady} or {@link AppEvent.FoundUnready}. */
    record Probe(NodeRun run, NodeSpec spec, String address, Readiness.Probe probe) implements AppAction {}

    /** Asks the program to end. */
    record Signal(NodeRun run, StopRule.Signal signal) implements AppAction {}

    /** Ends it. */
    record Kill(NodeRun run) implements AppAction {}

    /** It has ended and is not wanted any more: nothing of it need stay. */
    record Remove(String node) implements AppAction {}

    /** For the log. */
    record Note(String line) implements AppAction {}
}
