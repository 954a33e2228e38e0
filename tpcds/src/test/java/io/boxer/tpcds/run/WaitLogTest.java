// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.tpcds.driver.DriverEvent;
import io.boxer.tpcds.report.RunReport;
import io.boxer.tpcds.report.RunReport.Preemption;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WaitLogTest {
    private static final double AXIS_MILLIS = 1_000_000;

    private final WaitLog log = new WaitLog();

    /** From second 10 to second 12. */
    private static Preemption drain() {
        return new Preemption(
                "spot-1", "notice", 10, 20, 1, 1, 1, 0, 0, 2, RunReport.NOT_KNOWN, RunReport.NOT_KNOWN, Map.of());
    }

    private void interval(long fromSecond, long toSecond, long readMillis, long writeMillis) {
        log.add(new DriverEvent.Waits(
                (long) AXIS_MILLIS + fromSecond * 1000, (long) AXIS_MILLIS + toSecond * 1000, readMillis, writeMillis));
    }

    private void assertLongest(long readMillis, long writeMillis) {
        Preemption preemption = log.with(drain(), AXIS_MILLIS);
        assertThat(preemption.longestReadMillis()).isEqualTo(readMillis);
        assertThat(preemption.longestWriteMillis()).isEqualTo(writeMillis);
    }

    @Test
    void theLongestOfTheIntervalsThatTouchTheDrainIsTaken() {
        interval(7, 9, 900, 900);
        interval(9, 10, 20, 1);
        interval(10, 11, 30, 5);
        interval(11, 13, 25, 8);
        interval(14, 15, 800, 800);

        assertLongest(30, 8);
    }

    @Test
    void aWaitThatBeganInTheDrainAndEndedLongAfterItCounts() {
        interval(14, 15, 2_500, 10);

        assertLongest(2_500, 0);
    }

    @Test
    void aDrainWithoutAWaitHadNone() {
        log.counts();

        assertLongest(0, 0);
    }

    @Test
    void whatNobodyCountedIsNotKnown() {
        assertLongest(RunReport.NOT_KNOWN, RunReport.NOT_KNOWN);
    }
}
