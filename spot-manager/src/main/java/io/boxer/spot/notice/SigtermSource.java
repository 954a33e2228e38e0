// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.notice;

import io.boxer.common.NodeId;
import io.boxer.spot.InterruptionNotice;
import io.boxer.spot.PreemptionNotice;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Clouds without a metadata service say SIGTERM: whoever gets the signal on a node calls {@link #signalled}. Handling the signal stays
 * with the process that gets it. Thread-safe.
 */
public final class SigtermSource implements NoticeSource {
    private final InstantSource clock;
    private final Outlet outlet = new Outlet();

    public SigtermSource(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void start(Consumer<PreemptionNotice> sink) {
        outlet.open(sink);
    }

    /**
     * A node got the signal.
     *
     * @param left time until the process is killed, as configured: the signal does not say it
     */
    public PreemptionNotice signalled(NodeId node, Duration left) {
        outlet.asked();
        PreemptionNotice notice = InterruptionNotice.of(node, clock.instant().plus(left));
        outlet.say(notice);
        return notice;
    }

    @Override
    public SourceCounts counts() {
        return outlet.counts();
    }

    @Override
    public void close() {
        outlet.close();
    }
}
