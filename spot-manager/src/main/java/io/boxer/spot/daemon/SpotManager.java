// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.daemon;

import io.boxer.common.BoxerException;
import io.boxer.common.Closer;
import io.boxer.common.HostPort;
import io.boxer.common.admin.AdminServer;
import io.boxer.common.admin.Metrics;
import io.boxer.common.security.ClusterKey;
import io.boxer.spot.drain.Drainable;
import io.boxer.spot.drain.NodeProvider;
import io.boxer.spot.ledger.Prices;
import io.boxer.spot.notice.AdminSource;
import io.boxer.spot.notice.NoticeSource;
import io.boxer.spot.policy.CapacityPolicy;
import io.boxer.spot.policy.Fleet;
import io.boxer.spot.policy.NoticePolicy;
import io.boxer.spot.policy.PoolHistory;
import io.boxer.spot.policy.ReplacementPolicy;
import io.boxer.spot.policy.SpotCore;
import java.time.InstantSource;
import java.util.Map;

/**
 * The spot manager: hears notices, looks at the cluster, decides, acts. What can be asked of it is its admin API,
 * docs/openapi/spot-manager.yaml. Thread-safe: all decisions are made on one thread.
 */
public final class SpotManager implements AutoCloseable {
    private final Closer closer;
    private final AdminServer admin;

    private SpotManager(Closer closer, AdminServer admin) {
        this.closer = closer;
        this.admin = admin;
    }

    /**
     * What the spot manager lives among.
     *
     * @param store whose nodes it drains
     * @param provider who sells it nodes
     * @param sources of notices besides the metadata of each instance and the admin API, by name; taken
     */
    public record World(Drainable store, NodeProvider provider, Map<String, NoticeSource> sources) {
        public static World of(Drainable store, NodeProvider provider) {
            return new World(store, provider, Map.of());
        }
    }

    /**
     * Starts it.
     *
     * @throws BoxerException USER if the address cannot be bound, or the price table lacks an instance type
     */
    public static SpotManager start(SpotSettings settings, ClusterKey key, Metrics metrics, World world) {
        Closer closer = new Closer();
        try {
            return new SpotManager(closer, open(settings, key, metrics, world, closer));
        } catch (BoxerException e) {
            closer.close();
            throw e;
        }
    }

    private static AdminServer open(
            SpotSettings settings, ClusterKey key, Metrics metrics, World world, Closer closer) {
        InstantSource clock = InstantSource.system();
        Prices prices = prices(settings);
        Records records = new Records(metrics.registry());
        SpotThread thread = closer.closing("spot thread", new SpotThread());
        ImdsPoller poller = closer.closing("metadata poller", new ImdsPoller(settings.imds(), clock));
        Sources sources = closer.closing("sources", new Sources(poller.shared()));
        SpotLoop.World actedOn = new SpotLoop.World(world.store(), world.provider(), clock, settings.dryRun());
        SpotLoop loop = new SpotLoop(core(settings, clock), actedOn, records, sources::follow);
        AdminSource admin = new AdminSource(clock);
        sources.to(notice -> thread.run(() -> loop.onNotice(notice)));
        sources.add("admin", admin);
        world.sources().forEach(sources::add);
        SpotRoutes routes =
                new SpotRoutes(new SpotRoutes.Parts(thread, loop, records, sources, admin), prices, settings, clock);
        AdminServer server =
                closer.closing("admin API", AdminServer.start(settings.admin(), metrics, key, routes.routes()));
        thread.every(settings.tick(), loop::onTick);
        return server;
    }

    /** A type without a price shall stop the start, not the report. */
    private static Prices prices(SpotSettings settings) {
        Prices shipped = Prices.shipped();
        Prices prices = settings.advisorFile().map(shipped::withAdvisor).orElse(shipped);
        var unused = prices.of(settings.stableType());
        settings.pools().forEach(pool -> pool.instanceType().ifPresent(prices::of));
        return prices;
    }

    static SpotCore core(SpotSettings settings, InstantSource clock) {
        return new SpotCore(
                new NoticePolicy(settings.notices()),
                new CapacityPolicy(settings.capacity()),
                new ReplacementPolicy(settings.launchTimeout(), settings.afterDeadline()),
                PoolHistory.of(settings.pools()),
                new Fleet(settings.bounds().min(), settings.bounds(), clock.instant()));
    }

    /** Where the admin API is. */
    public HostPort admin() {
        return admin.address();
    }

    /** Ends it; the nodes stay as they are. Harmless twice. */
    @Override
    public void close() {
        closer.close();
    }
}
