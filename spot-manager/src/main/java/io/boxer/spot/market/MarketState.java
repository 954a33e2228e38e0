// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

/**
 * Life of an instance.
 *
 * <pre>
 * PENDING ─ready line→ RUNNING ─interrupt→ INTERRUPTED ─deadline→ ENDED
 *    └────────────────────┴──── terminate ──→ TERMINATING ──→ ENDED     (kill or exit: ENDED from any state)
 * </pre>
 */
enum MarketState {
    /** The process runs and has not said that it is ready. */
    PENDING,
    /** Its ready line was read. */
    RUNNING,
    /** An interruption is announced; it is killed at the deadline. */
    INTERRUPTED,
    /** It got SIGTERM; after the grace it is killed. */
    TERMINATING,
    /** The process is gone. */
    ENDED
}
