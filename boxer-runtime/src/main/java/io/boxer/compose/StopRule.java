// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose;

import java.time.Duration;

/**
 * How a program is ended. Immutable.
 *
 * @param grace between the signal and SIGKILL
 */
public record StopRule(Signal signal, Duration grace) {
    /** Those that boxer-init passes on. */
    public enum Signal {
        TERM,
        INT,
        QUIT,
        HUP,
        USR1,
        USR2
    }
}
