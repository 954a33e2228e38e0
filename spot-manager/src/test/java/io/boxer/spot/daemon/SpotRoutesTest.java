// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.daemon;

import static io.boxer.spot.drain.Views.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.BoxerException;
import io.boxer.common.Settings;
import io.boxer.common.admin.Metrics;
import io.boxer.spot.OpenApi;
import io.boxer.spot.Pool;
import io.boxer.spot.drain.InMemoryStore;
import io.boxer.spot.drain.Instance;
import io.boxer.spot.drain.LaunchRequest;
import io.boxer.spot.drain.NodeProvider;
import io.boxer.spot.ledger.Prices;
import io.boxer.spot.notice.AdminSource;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpotRoutesTest {
    private static final InstantSource CLOCK = () -> NOW;

    /** A provider that has nothing to sell. */
    private static final class SoldOut implements NodeProvider {
        @Override
        public Instance launch(Pool pool, LaunchRequest request) {
            throw BoxerException.capacity("pool=%s is sold out", pool);
        }

        @Override
        public void terminate(String instanceId) {}

        @Override
        public List<Instance> list() {
            return List.of();
        }
    }

    @Test
    void theOpenApiFileDescribesExactlyWhatIsServed() throws Exception {
        SpotSettings settings = SpotSettings.from(Settings.of(Map.of()));
        Records records = new Records(new Metrics().registry());
        SpotLoop.World world = new SpotLoop.World(new InMemoryStore(), new SoldOut(), CLOCK, false);
        SpotLoop loop = new SpotLoop(SpotManager.core(settings, CLOCK), world, records, instances -> {});
        try (SpotThread thread = new SpotThread();
                ImdsPoller poller = new ImdsPoller(settings.imds(), CLOCK);
                Sources sources = new Sources(poller.shared())) {
            SpotRoutes.Parts parts = new SpotRoutes.Parts(thread, loop, records, sources, new AdminSource(CLOCK));

            assertThat(new SpotRoutes(parts, Prices.shipped(), settings, CLOCK)
                            .routes().stream().map(route -> route.method() + " " + route.path()))
                    .containsExactlyInAnyOrderElementsOf(OpenApi.operations("spot-manager.yaml"));
        }
    }
}
