// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.notice;

import io.boxer.common.BoxerException;
import io.boxer.common.NodeId;
import io.boxer.spot.InterruptionNotice;
import io.boxer.spot.PreemptionNotice;
import io.boxer.spot.market.Trace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Says the removals of a trace as interruption notices, each one notice length before the removal would follow, under the names of the
 * trace's nodes. A name that is no node name is counted as garbage. Thread-safe.
 */
public final class TraceSource implements NoticeSource {
    private final Trace trace;
    private final double timeFactor;
    private final Duration notice;
    private final ScheduledExecutorService timer;
    private final InstantSource clock;
    private final Outlet outlet = new Outlet();

    /**
     * A source that does not play yet.
     *
     * @param timeFactor how many times faster than recorded; positive
     * @param notice time between the notice and its deadline, not shortened by the factor
     */
    public TraceSource(
            Trace trace, double timeFactor, Duration notice, ScheduledExecutorService timer, InstantSource clock) {
        if (!(timeFactor > 0)) {
            throw BoxerException.user("time-factor=%s is not positive; 1 plays a trace as recorded", timeFactor);
        }
        this.trace = trace;
        this.timeFactor = timeFactor;
        this.notice = notice;
        this.timer = timer;
        this.clock = clock;
    }

    @Override
    public void start(Consumer<PreemptionNotice> sink) {
        outlet.open(sink);
        for (Trace.Event removal : trace.removals()) {
            long nanos = (long) (removal.at().toNanos() / timeFactor);
            try {
                var unused = timer.schedule(() -> say(removal), nanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                return; // the timer was shut down while we started: the rest is not said
            }
        }
    }

    private void say(Trace.Event removal) {
        outlet.asked();
        try {
            outlet.say(InterruptionNotice.of(
                    new NodeId(removal.node()), clock.instant().plus(notice)));
        } catch (BoxerException e) {
            outlet.garbage();
        }
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
