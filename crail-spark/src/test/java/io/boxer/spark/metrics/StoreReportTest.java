// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.spark.store.LongestWaits;
import io.boxer.spark.store.StoreCounts;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreReportTest {
    private static final StoreReport REPORT = new StoreReport(
            "7",
            1_700_000_000_000L,
            1_700_000_001_003L,
            new StoreCounts(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
            new LongestWaits(11, 12));

    @Test
    void aReportSurvivesItsText() {
        assertThat(StoreReport.parse(REPORT.toText())).contains(REPORT);
    }

    @Test
    void anythingElseIsNoReport() {
        for (String text :
                List.of("", "7", REPORT.toText() + " 1", REPORT.toText().replace(" 5 ", " x "))) {
            assertThat(StoreReport.parse(text)).isEmpty();
        }
    }
}
