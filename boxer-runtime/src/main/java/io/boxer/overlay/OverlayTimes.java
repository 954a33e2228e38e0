// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import java.time.Duration;

/** The times of the link between coordinator and supervisors. */
public final class OverlayTimes {
    /** After so long without another message each side says that it is alive. */
    public static final Duration ALIVE_EVERY = Duration.ofSeconds(2);

    /** A link on which nothing was heard for so long is given up. */
    public static final Duration SILENCE = Duration.ofSeconds(6);

    /**
     * So long a node without a link keeps its name and its address: it may come again. Longer than the {@link #SILENCE} after which
     * it notices itself that the link is broken, and the pause before it tries again.
     */
    public static final Duration GRACE = Duration.ofSeconds(10);

    private OverlayTimes() {}
}
