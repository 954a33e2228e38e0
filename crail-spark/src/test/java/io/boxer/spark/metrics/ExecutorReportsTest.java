// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.spark.store.LongestWaits;
import io.boxer.spark.store.StoreCounts;
import org.junit.jupiter.api.Test;

class ExecutorReportsTest {
    private final ExecutorReports reports = new ExecutorReports();

    private void report(String executor, long toMillis, long redirects, long readMillis) {
        reports.take(new StoreReport(
                executor,
                toMillis - 1000,
                toMillis,
                new StoreCounts(0, 0, 0, 0, 0, redirects, 1, 0, 0, 0),
                new LongestWaits(readMillis, 0)));
    }

    @Test
    void theNewestReportOfEachExecutorIsInTheSum() {
        report("1", 2000, 3, 0);
        report("2", 2100, 10, 0);
        report("1", 3000, 4, 0);

        assertThat(reports.total().redirects()).isEqualTo(14);
        assertThat(reports.total().retries()).isEqualTo(2);
        assertThat(reports.live()).isEqualTo(2);
        assertThat(reports.oldestMillis()).isEqualTo(2100);
    }

    @Test
    void whatADeadExecutorCountedStaysCounted() {
        report("1", 2000, 3, 0);
        report("2", 5000, 10, 0);

        reports.executorGone("1");

        assertThat(reports.total().redirects()).isEqualTo(13);
        assertThat(reports.live()).isEqualTo(1);
        assertThat(reports.oldestMillis()).isEqualTo(5000);
    }

    @Test
    void aLastReportThatArrivesAfterTheNewsOfTheEndCountsButMakesNobodyLive() {
        report("1", 2000, 3, 0);
        reports.executorGone("1");

        report("1", 2500, 5, 0);

        assertThat(reports.total().redirects()).isEqualTo(5);
        assertThat(reports.live()).isZero();
        assertThat(reports.oldestMillis()).isZero();
    }

    @Test
    void executorsThatWentLongAgoAreSummedUpAndStayCounted() {
        int many = 2 * ExecutorReports.GONE_KEPT;
        for (int i = 0; i < many; i++) {
            report("" + i, 2000, 3, 0);
            reports.executorGone("" + i);
        }

        assertThat(reports.total().redirects()).isEqualTo(3L * many);
        assertThat(reports.live()).isZero();
    }

    @Test
    void intervalsWithoutAWaitAreNotTold() {
        report("1", 2000, 0, 17);
        report("1", 3000, 0, 0);
        report("2", 3500, 0, 2);

        assertThat(reports.recentWaits()).isEqualTo("1 1000 2000 17 0;2 2500 3500 2 0");
    }

    @Test
    void onlyTheNewestIntervalsAreKept() {
        for (int i = 0; i <= ExecutorReports.RECENT + 1; i++) {
            report("1", 1000L * i, 0, i);
        }

        assertThat(reports.recentWaits().split(";", -1)).hasSize(ExecutorReports.RECENT);
        assertThat(reports.recentWaits()).endsWith("257000 257 0").doesNotStartWith("1 0 1000");
    }
}
