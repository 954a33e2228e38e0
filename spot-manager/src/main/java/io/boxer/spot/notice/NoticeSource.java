// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.notice;

import io.boxer.spot.PreemptionNotice;
import java.util.function.Consumer;

/**
 * Somewhere that notices come from. A source may say the same notice any number of times; whoever consumes tells by its id. A source that
 * cannot be reached, or answers nonsense, stays silent, counts it and goes on.
 */
public interface NoticeSource extends AutoCloseable {
    /**
     * Begins; returns at once.
     *
     * @param sink called from threads of the source's own, or of whoever feeds it; must not block
     * @throws IllegalStateException if it was started before
     */
    void start(Consumer<PreemptionNotice> sink);

    /** What happened so far. */
    SourceCounts counts();

    /** Ends; nothing is said afterwards. Closing twice is harmless. */
    @Override
    void close();
}
