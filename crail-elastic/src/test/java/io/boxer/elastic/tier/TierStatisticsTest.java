// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TierStatisticsTest {
    private static final BlockOperation READ = BlockOperation.read(1, 0, 10);
    private static final BlockOperation WRITE = BlockOperation.write(1, 0, 0, 10);

    private final TierStatistics statistics = new TierStatistics();

    @Test
    void theLongestWaitsOfAnIntervalAreTakenOnce() {
        statistics.succeeded(READ, millis(7));
        statistics.succeeded(READ, millis(30));
        statistics.succeeded(READ, millis(5));
        statistics.succeeded(WRITE, millis(12));

        assertThat(statistics.takeStalls()).isEqualTo(new Stalls(30, 12));
        assertThat(statistics.takeStalls()).isEqualTo(new Stalls(0, 0));
        statistics.succeeded(READ, millis(4));
        assertThat(statistics.takeStalls()).isEqualTo(new Stalls(4, 0));
        assertThat(statistics.snapshot().longestReadMillis()).isEqualTo(30);
    }

    @Test
    void whoWaitedForAnErrorWaitedToo() {
        statistics.failed(WRITE, millis(60));

        assertThat(statistics.takeStalls()).isEqualTo(new Stalls(0, 60));
        assertThat(statistics.snapshot().failures()).isEqualTo(1);
        assertThat(statistics.snapshot().longestWriteMillis()).isZero();
    }

    private static long millis(long count) {
        return TimeUnit.MILLISECONDS.toNanos(count);
    }
}
