// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.ledger;

import static io.boxer.spot.drain.Views.NOW;
import static io.boxer.spot.drain.Views.POOL_A;
import static io.boxer.spot.drain.Views.POOL_B;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.spot.Pool;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void secondsRunFromLaunchToEndOrNowByPool() {
        ledger.started("i-1", POOL_A, NOW);
        ledger.started("i-2", POOL_A, NOW.plusSeconds(10));
        ledger.started("i-3", POOL_B, NOW.plusSeconds(20));
        ledger.started("stable-1", Pool.STABLE, NOW);
        ledger.ended("i-1", NOW.plusMillis(1500));

        assertThat(ledger.nodeSeconds(NOW.plusSeconds(30)))
                .containsExactly(
                        new NodeSeconds(POOL_A, 2, 21.5),
                        new NodeSeconds(POOL_B, 1, 10),
                        new NodeSeconds(Pool.STABLE, 1, 30));
    }

    @Test
    void sayingTheSameTwiceChangesNothing() {
        ledger.started("i-1", POOL_A, NOW);
        ledger.started("i-1", POOL_A, NOW.plusSeconds(5));
        ledger.ended("i-1", NOW.plusSeconds(7));
        ledger.ended("i-1", NOW.plusSeconds(9));
        ledger.ended("i-2", NOW.plusSeconds(9));

        assertThat(ledger.nodeSeconds(NOW.plusSeconds(30))).containsExactly(new NodeSeconds(POOL_A, 1, 7));
    }
}
