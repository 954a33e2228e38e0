// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Seeds of {@link OverlayRun}; {@code -Dboxer.overlay.seeds=N} for more, {@code -Dboxer.overlay.seed=S} for one. */
final class OverlaySimulationTest {
    private static final int SEEDS = Integer.getInteger("boxer.overlay.seeds", 2000);

    @Test
    void membershipAndRendezvousHoldWhateverBreaks() {
        Long one = Long.getLong("boxer.overlay.seed");
        long connects = 0;
        if (one != null) {
            run(one);
            return;
        }
        for (long seed = 1; seed <= SEEDS; seed++) {
            connects += run(seed);
        }
        assertThat(connects).as("connections agreed upon").isGreaterThan(20L * SEEDS);
    }

    private static long run(long seed) {
        try {
            return new OverlayRun(seed).run();
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError(
                    "seed %d: mvn test -pl boxer-runtime -am -Dtest=OverlaySimulationTest -Dboxer.overlay.seed=%d"
                            .formatted(seed, seed),
                    failed);
        }
    }
}
