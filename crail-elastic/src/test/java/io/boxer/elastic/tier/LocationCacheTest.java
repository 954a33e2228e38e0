// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.HostPort;
import io.boxer.common.NodeRef;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocationCacheTest {
    private static final Location OLD = new Location(new NodeRef(new HostPort("a", 1), 1), 3);
    private static final Location NEW = new Location(new NodeRef(new HostPort("b", 1), 2), 4);

    private final LocationCache cache = new LocationCache(4);

    @Test
    void whatWasHeardCountsOnlyIfItIsNewer() {
        cache.heard(1, NEW);
        cache.heard(1, OLD);

        assertThat(cache.newest(1, Optional.empty())).contains(NEW);
    }

    @Test
    void whatTheNamenodeSaysCountsAlways() {
        cache.heard(1, NEW);
        cache.resolved(1, OLD);

        assertThat(cache.newest(1, Optional.empty())).contains(OLD);
    }

    @Test
    void theNewestOfCacheAndCallerWins() {
        cache.heard(1, NEW);
        cache.heard(2, OLD);

        assertThat(cache.newest(1, Optional.of(OLD))).contains(NEW);
        assertThat(cache.newest(2, Optional.of(NEW))).contains(NEW);
        assertThat(cache.newest(3, Optional.of(OLD))).contains(OLD);
    }

    @Test
    void aFullCacheForgetsRatherThanGrows() {
        for (long block = 0; block < 100; block++) {
            cache.heard(block, NEW);
        }

        assertThat(cache.size()).isLessThanOrEqualTo(4);
        assertThat(cache.newest(99, Optional.empty())).contains(NEW);
    }
}
