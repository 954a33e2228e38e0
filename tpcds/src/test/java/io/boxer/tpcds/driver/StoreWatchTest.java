// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreWatchTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final MetricRegistry registry = new MetricRegistry();
    private final Path file;
    private volatile long redirects;
    private volatile long oldestReportMillis;
    private volatile long executors = 2;
    private volatile String recentWaits = "";

    StoreWatchTest(@TempDir Path directory) {
        file = directory.resolve("events");
        registry.register("redirects", (Gauge<Long>) () -> redirects);
        registry.register("oldestReportMillis", (Gauge<Long>) () -> oldestReportMillis);
        registry.register("executors", (Gauge<Long>) () -> executors);
        registry.register("recentWaits", (Gauge<String>) () -> recentWaits);
    }

    private StoreWatch watch(EventSink sink) {
        return new StoreWatch(new StoreMetrics(() -> Optional.of(registry)), sink);
    }

    private List<DriverEvent> told() throws IOException {
        return Files.readAllLines(file).stream().map(DriverEvent::parse).toList();
    }

    @Test
    void totalsAreThoseOfReportsThatAreYoungerThanTheQuestion() throws Exception {
        try (EventSink sink = EventSink.open("file:" + file);
                StoreWatch watch = watch(sink)) {
            redirects = 3;
            oldestReportMillis = System.currentTimeMillis() - 1;
            CompletableFuture<Optional<DriverEvent.Store>> totals =
                    CompletableFuture.supplyAsync(() -> watch.totals(LONG));
            recentWaits = "1 1000 2000 30 4";
            await().until(() -> !told().isEmpty());
            assertThat(totals).isNotDone();

            redirects = 5;
            oldestReportMillis = System.currentTimeMillis() + 60_000;

            assertThat(totals.get()).contains(new DriverEvent.Store(5, 0, 0, 0, true));
        }
    }

    @Test
    void anExecutorThatHangsIsNotWaitedForLongerThanAllowed() throws Exception {
        try (EventSink sink = EventSink.open("file:" + file);
                StoreWatch watch = watch(sink)) {
            redirects = 3;

            assertThat(watch.totals(Duration.ofMillis(10))).contains(new DriverEvent.Store(3, 0, 0, 0, false));
        }
    }

    @Test
    void withoutLiveExecutorsNobodyIsWaitedFor() throws Exception {
        executors = 0;
        try (EventSink sink = EventSink.open("file:" + file);
                StoreWatch watch = watch(sink)) {
            assertThat(watch.totals(LONG)).contains(new DriverEvent.Store(0, 0, 0, 0, true));
        }
    }

    @Test
    void anotherShuffleCountsNothing() throws Exception {
        try (EventSink sink = EventSink.open("file:" + file);
                StoreWatch watch = new StoreWatch(new StoreMetrics(Optional::empty), sink)) {
            assertThat(watch.totals(LONG)).isEmpty();
        }
        assertThat(told()).isEmpty();
    }

    @Test
    void eachIntervalIsToldOnce() {
        NewWaits waits = new NewWaits();

        assertThat(waits.in("")).isEmpty();
        assertThat(waits.in("1 1000 2000 30 4;2 1500 2500 0 9"))
                .containsExactly(new DriverEvent.Waits(1000, 2000, 30, 4), new DriverEvent.Waits(1500, 2500, 0, 9));
        assertThat(waits.in("2 1500 2500 0 9;1 2000 3000 1 1"))
                .containsExactly(new DriverEvent.Waits(2000, 3000, 1, 1));
    }
}
