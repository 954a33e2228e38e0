// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis, its command line client, its load generator, its replicas and its sentinels. */
class RedisIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    private static RedisNodes redis;

    @BeforeAll
    static void find() {
        redis = RedisNodes.on(OVERLAY);
    }

    @Test
    void aClientReachesAServerByNameAndTheServerSeesItsOverlayAddress() {
        redis.aClientReachesAServerByNameAndTheServerSeesItsOverlayAddress();
    }

    @Test
    void theLoadGeneratorRunsWithFiftyConnections() {
        redis.theLoadGeneratorRunsWithFiftyConnections();
    }

    @Test
    void whenTheMasterIsKilledThenTheSentinelMakesItsReplicaTheMaster() {
        redis.whenTheMasterIsKilledThenTheSentinelMakesItsReplicaTheMaster();
    }
}
