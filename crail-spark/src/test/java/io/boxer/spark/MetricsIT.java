// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import io.boxer.spark.fixture.RealStore;
import io.boxer.spark.fixture.TaskCounts;
import io.boxer.spark.fixture.TestSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** What the executors' store clients count is seen where users look: in the metrics system of driver and executors. */
@Timeout(180)
class MetricsIT {
    private static final int ROWS = 8_000;
    private static final int ROW_BYTES = 1_000;

    @TempDir
    private Path directory;

    private static MetricRegistry metrics() {
        return SparkEnv.get()
                .metricsSystem()
                .getSourcesByName("boxerShuffle")
                .head()
                .metricRegistry();
    }

    private static long metric(String name) {
        return Long.parseLong(text(name));
    }

    private static String text(String name) {
        return Objects.requireNonNull(metrics().getGauges().get(name))
                .getValue()
                .toString();
    }

    private static JavaPairRDD<Integer, byte[]> spread(JavaSparkContext spark) {
        return spark.parallelize(IntStream.range(0, ROWS).boxed().toList(), 8)
                .mapToPair(number -> {
                    byte[] row = new byte[ROW_BYTES];
                    new Random(number).nextBytes(row);
                    return new Tuple2<>(number, row);
                })
                .repartition(4)
                .mapToPair(pair -> pair);
    }

    private static long bytes(JavaPairRDD<Integer, byte[]> rows) {
        return rows.values().map(row -> (long) row.length).reduce(Long::sum);
    }

    @Test
    void aDrainUnderLoadIsSeenInTheDriversMetrics() throws Exception {
        try (RealStore store = RealStore.start(directory, 3);
                JavaSparkContext spark = new JavaSparkContext(conf(store))) {
            TaskCounts counts = new TaskCounts();
            spark.sc().addSparkListener(counts);
            JavaPairRDD<Integer, byte[]> rows = spread(spark);
            assertThat(bytes(rows)).isEqualTo((long) ROWS * ROW_BYTES);
            assertThat(store.blocksOfOldestNode()).isPositive();
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Long> load = CompletableFuture.supplyAsync(() -> {
                long wrong = 0;
                while (!enough.get()) {
                    wrong += bytes(rows) == (long) ROWS * ROW_BYTES ? 0 : 1;
                }
                return wrong;
            });

            store.drainNodeThatStays(Duration.ofSeconds(60));

            await().atMost(Duration.ofSeconds(60)).until(() -> store.blocksOfOldestNode() == 0);
            await().atMost(Duration.ofSeconds(60)).until(() -> metric("redirects") > 0);
            enough.set(true);
            assertThat(load.get()).isZero();
            long end = System.currentTimeMillis();
            await().atMost(Duration.ofSeconds(20)).until(() -> metric("oldestReportMillis") > end);
            assertThat(metric("executors")).isEqualTo(2);
            assertThat(metric("bytesWritten")).isGreaterThan((long) ROWS * ROW_BYTES);
            assertThat(metric("bytesRead")).isGreaterThan((long) ROWS * ROW_BYTES);
            assertThat(metric("failures")).isZero();
            assertThat(text("recentWaits")).matches("(\\d+ \\d{13} \\d{13} \\d+ \\d+;?)+");

            assertThatTheDeadStayCounted(spark, counts);
            assertThatSparksSinksShowThem(spark.sc().applicationId());
        }
    }

    private SparkConf conf(RealStore store) throws Exception {
        return TestSpark.cluster(store)
                .set("spark.boxer.container.size", "1m")
                .set("spark.metrics.conf.*.sink.csv.class", "org.apache.spark.metrics.sink.CsvSink")
                .set("spark.metrics.conf.*.sink.csv.period", "1")
                .set(
                        "spark.metrics.conf.*.sink.csv.directory",
                        Files.createDirectories(directory.resolve("csv")).toString());
    }

    private static void assertThatTheDeadStayCounted(JavaSparkContext spark, TaskCounts counts) {
        long redirects = metric("redirects");
        long written = metric("bytesWritten");
        long pid = spark.parallelize(List.of(1), 1)
                .map(one -> ProcessHandle.current().pid())
                .first();

        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();

        await().atMost(Duration.ofSeconds(60)).until(() -> counts.executorsRemoved() > 0 && metric("executors") < 2);
        assertThat(metric("redirects")).isGreaterThanOrEqualTo(redirects);
        assertThat(metric("bytesWritten")).isGreaterThanOrEqualTo(written);
    }

    private void assertThatSparksSinksShowThem(String application) {
        Path csv = directory.resolve("csv");
        for (String process : List.of("driver", "0", "1")) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(csv.resolve(application + "." + process + ".boxerShuffle.redirects.csv"))
                                    .exists());
        }
    }
}
