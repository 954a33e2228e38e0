// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a node is treated. May change without a restart of the node. Immutable.
 *
 * @param dependsOn condition by service
 * @param ready how it is found out that a node is ready; empty: it has run for a moment
 */
public record Conduct(
        Map<String, Condition> dependsOn, Optional<Readiness> ready, RestartPolicy restart, StopRule stop) {
    public Conduct {
        dependsOn = Collections.unmodifiableMap(new LinkedHashMap<>(dependsOn));
    }

    /** What must be true of all nodes of a service before one that depends on it starts. */
    public enum Condition {
        /** They have joined the overlay and their programs run. */
        STARTED,
        READY
    }

    /** Whether a program that has ended is started again. */
    public enum RestartPolicy {
        NEVER,
        /** If its exit code is not 0. */
        ON_FAILURE,
        ALWAYS;

        public boolean restarts(int exitCode) {
            return switch (this) {
                case NEVER -> false;
                case ON_FAILURE -> exitCode != 0;
                case ALWAYS -> true;
            };
        }
    }
}
