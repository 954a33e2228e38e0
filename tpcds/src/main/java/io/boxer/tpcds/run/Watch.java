// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import io.boxer.cluster.status.NamenodeDrainable;
import io.boxer.cluster.status.StoreAdmin;
import io.boxer.cluster.status.StoreStatus;
import io.boxer.common.BoxerException;
import io.boxer.spot.market.InterruptionPlayer;
import io.boxer.spot.market.MarketClient;
import io.boxer.spot.market.Strike;
import io.boxer.tpcds.report.RunReport.Preemption;
import io.boxer.tpcds.report.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the store again and again while the queries run, writes down what happens to its nodes, and takes spot nodes
 * away as the plan says. A namenode that is restarting is looked at again later. Confined to the thread of the run.
 */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final StoreAdmin admin;
    private final MarketClient market;
    private final InterruptionPlayer player;
    private final QueryLog queries;
    private final long beginNanos = System.nanoTime();
    private final TimelineRecorder recorder = new TimelineRecorder();
    private Optional<StoreStatus> last = Optional.empty();

    Watch(StoreAdmin admin, MarketClient market, InterruptionPlayer player, QueryLog queries) {
        this.admin = admin;
        this.market = market;
        this.player = player;
        this.queries = queries;
    }

    /** One look. */
    void tick() {
        try {
            StoreStatus status = admin.status();
            long now = System.nanoTime();
            recorder.onStatus((now - beginNanos) / 1e9, status);
            last = Optional.of(status);
            if (queries.hasBegun()) {
                strike(status, Duration.ofMillis(Math.round(queries.seconds(now) * 1000)));
            }
        } catch (BoxerException away) {
            LOG.info("the namenode does not answer now: {}", away.getMessage());
        }
    }

    private void strike(StoreStatus status, Duration elapsed) {
        for (Strike strike :
                player.onTick(elapsed, NamenodeDrainable.view(status, Instant.now()), queries.progress())) {
            try {
                carryOut(strike);
            } catch (BoxerException gone) {
                LOG.info("node={} cannot be taken: {}", strike.node(), gone.getMessage());
                player.onFailed(strike);
            }
        }
    }

    private void carryOut(Strike strike) {
        switch (strike.kind()) {
            case NOTICE -> market.interrupt(strike.node(), strike.notice());
            case REBALANCE -> market.rebalance(strike.node());
            case KILL -> market.kill(strike.node());
        }
    }

    Optional<StoreStatus> last() {
        return last;
    }

    /** What happened to the nodes, with the start of the first query at 0. */
    Timeline timeline(double endSeconds) {
        return recorder.timeline(endSeconds + origin()).from(origin());
    }

    /** Nodes that were taken, on the same axis. */
    List<Preemption> preemptions() {
        return recorder.preemptions(origin());
    }

    private double origin() {
        return (queries.axisNanos() - beginNanos) / 1e9;
    }

    /** Interruptions of the plan that did not happen: they came too late, or no node held data. */
    int spared() {
        return player.missed().size() + player.remaining();
    }
}
