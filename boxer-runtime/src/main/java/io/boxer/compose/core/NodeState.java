// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.core;

/**
 * Where a node is.
 *
 * <pre>
 * WAITING ─▶ STARTING ─▶ RUNNING ─▶ READY ─▶ PAUSING ─▶ STARTING …
 *               └──────────┴──────────┴─▶ ENDED, FAILED; STOPPING ─▶ gone, or WAITING with another program
 * </pre>
 */
public enum NodeState {
    /** For services that it depends on. */
    WAITING,
    /** Its supervisor joins the overlay. */
    STARTING,
    /** Its program runs; it is not known yet that it is ready. */
    RUNNING,
    READY,
    /** It has ended and will be started again. */
    PAUSING,
    STOPPING,
    /** With 0; it is not started again. */
    ENDED,
    /** Not with 0; it is not started again. */
    FAILED;

    /** Whether there is a process. */
    public boolean isAlive() {
        return switch (this) {
            case STARTING, RUNNING, READY, STOPPING -> true;
            case WAITING, PAUSING, ENDED, FAILED -> false;
        };
    }

    /** Whether {@code boxer up} need not wait for it. */
    public boolean isSettled() {
        return this == READY || this == ENDED;
    }
}
