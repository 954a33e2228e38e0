// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import io.boxer.cluster.status.NamenodeDrainable;
import io.boxer.cluster.status.StoreAdmin;
import io.boxer.cluster.status.StoreStatus;
import io.boxer.common.BoxerException;
import io.boxer.spot.market.InterruptionPlayer;
import io.boxer.spot.market.MarketClient;
import io.boxer.spot.market.Strike;
import java.time.Duration;
import java.time.Instant;
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
            double seconds = queries.seconds(System.nanoTime());
            recorder.onStatus(seconds, status);
            last = Optional.of(status);
            if (queries.hasBegun()) {
                strike(status, Duration.ofMillis(Math.round(seconds * 1000)));
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

    TimelineRecorder recorder() {
        return recorder;
    }

    InterruptionPlayer player() {
        return player;
    }
}
