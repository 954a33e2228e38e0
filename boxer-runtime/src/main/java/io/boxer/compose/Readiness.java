// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose;

import java.time.Duration;
import java.util.List;

/**
 * How it is found out that a node is ready. Immutable.
 *
 * @param every pause between two attempts
 * @param timeout a node that is not ready so long after its program first started is in trouble
 */
public record Readiness(Probe probe, Duration every, Duration timeout) {
    /** One attempt. */
    public sealed interface Probe {}

    /** A connection can be made. */
    public record Tcp(int port) implements Probe {}

    /** A GET is answered with a status from 200 to 399. */
    public record Http(int port, String path) implements Probe {}

    /** A command, run with the node's identity, ends with 0. */
    public record Exec(List<String> command) implements Probe {
        public Exec {
            command = List.copyOf(command);
        }
    }
}
