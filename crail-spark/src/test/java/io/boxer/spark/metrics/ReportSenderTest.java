// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxer.spark.fixture.DirectoryStore;
import io.boxer.spark.store.LongestWaits;
import io.boxer.spark.store.StoreCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportSenderTest {
    private final Deque<LongestWaits> waits = new ArrayDeque<>();
    private final List<StoreReport> delivered = new ArrayList<>();
    private final List<LongestWaits> seenHere = new ArrayList<>();
    private boolean driverAway;
    private long nowMillis = 1000;
    private ReportSender sender;

    ReportSenderTest(@TempDir Path unused) {
        DirectoryStore store = new DirectoryStore(unused) {
            @Override
            public StoreCounts counts() {
                return new StoreCounts(0, 0, 0, 0, 0, nowMillis, 0, 0, 0, 0);
            }

            @Override
            public LongestWaits takeLongestWaits() {
                return waits.isEmpty() ? LongestWaits.NONE : waits.remove();
            }
        };
        sender = new ReportSender("3", store, () -> Instant.ofEpochMilli(nowMillis), seenHere::add, this::deliver);
    }

    private synchronized void deliver(StoreReport report) throws IOException {
        if (driverAway) {
            throw new IOException("the driver did not answer");
        }
        delivered.add(report);
    }

    private synchronized int deliveries() {
        return delivered.size();
    }

    private void reportAt(long millis, LongestWaits taken) {
        nowMillis = millis;
        waits.add(taken);
        sender.report();
    }

    private static StoreReport report(long from, long to, LongestWaits waits) {
        return new StoreReport("3", from, to, new StoreCounts(0, 0, 0, 0, 0, to, 0, 0, 0, 0), waits);
    }

    @Test
    void intervalsFollowEachOtherWithoutAGap() {
        reportAt(2000, new LongestWaits(5, 6));
        reportAt(3100, new LongestWaits(7, 0));

        assertThat(delivered)
                .containsExactly(
                        report(1000, 2000, new LongestWaits(5, 6)), report(2000, 3100, new LongestWaits(7, 0)));
    }

    @Test
    void whatTheDriverDidNotHearIsInTheNextReport() {
        driverAway = true;
        reportAt(2000, new LongestWaits(50, 6));
        driverAway = false;
        reportAt(3000, new LongestWaits(7, 8));
        reportAt(4000, new LongestWaits(1, 1));

        assertThat(delivered)
                .containsExactly(
                        report(1000, 3000, new LongestWaits(50, 8)), report(3000, 4000, new LongestWaits(1, 1)));
        assertThat(seenHere).hasSize(3);
    }

    @Test
    void theFirstReportGoesAtOnceAndTheLastAtTheEnd() {
        sender.start();
        await().until(() -> deliveries() > 0);
        nowMillis = 9000;

        sender.close();

        assertThat(delivered.get(0).toMillis()).isEqualTo(1000);
        assertThat(delivered.get(delivered.size() - 1).toMillis()).isEqualTo(9000);
    }
}
