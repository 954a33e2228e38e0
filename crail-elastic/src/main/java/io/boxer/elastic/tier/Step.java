// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import java.io.IOException;

/** What the driver of a {@link ClientOperationCore} has to do next; it answers with an event. */
public sealed interface Step {
    /** Send the operation there, once, and wait for the end of the attempt: no byte may move after its event. */
    record Attempt(Location location) implements Step {}

    /** Ask the namenode, once, where the block is. */
    record Resolve() implements Step {}

    /** Do nothing for a while. */
    record Wait(long millis) implements Step {}

    /** The operation is over, all bytes moved. */
    record Done() implements Step {}

    /** The operation is over, it failed. */
    record Fail(IOException error) implements Step {}
}
