// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.lab.Lab;
import io.boxer.lab.RelayCount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Some programs of the other tests, each node alone behind a symmetric NAT: every connection goes through the relay. */
@Timeout(120)
class ProgramsThroughRelayIT {
    private static final String UNTESTED = "programs through the relay";
    private static final int REDIS_CONNECTIONS = 50;
    private static final int POSTGRES_CONNECTIONS = 4;

    private static Lab lab;
    private static Overlay overlay;

    @BeforeAll
    static void open() {
        lab = NatLab.open("symmetric,".repeat(6), UNTESTED);
        overlay = Overlay.across(lab);
    }

    @AfterAll
    static void close() {
        if (overlay != null) {
            overlay.close();
        }
    }

    private static long relayed() {
        return new RelayCount(lab).joined();
    }

    @Test
    void redisItsClientItsLoadGeneratorAndItsReplica() {
        var redis = RedisNodes.on(overlay);
        long before = relayed();

        redis.aClientReachesAServerByNameAndTheServerSeesItsOverlayAddress();
        redis.theLoadGeneratorRunsWithFiftyConnections();
        redis.aReplicaHasWhatThePrimaryWasTold();

        assertThat(relayed() - before).isGreaterThan(REDIS_CONNECTIONS);
    }

    @Test
    void postgresItsShellAndItsLoadGenerator() {
        NatLab.needOtherUsers("PostgreSQL in a lab");
        var postgres = PostgresNodes.on(overlay);
        postgres.start();
        long before = relayed();

        postgres.theServerSeesVirtualAddressesOfBothEnds();
        postgres.theLoadGeneratorRunsTransactionsOverFourConnections();

        assertThat(relayed() - before).isGreaterThan(POSTGRES_CONNECTIONS);
    }
}
