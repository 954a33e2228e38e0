// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxer.spark.driver.ShufflesOfTest;
import io.boxer.spark.fixture.StandaloneSpark;
import io.boxer.spark.fixture.TaskCounts;
import io.boxer.spark.fixture.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** When a worker is lost, Spark drops every map output whose location names its host, however reliable the storage. */
@Timeout(180)
class WorkerLossIT {
    private static final int MAPS = 16;

    @Test
    void aKilledWorkerTakesNoOutputWithIt(@TempDir Path directory) throws Exception {
        TaskCounts counts = new TaskCounts();
        try (StandaloneSpark cluster = StandaloneSpark.start(directory, 2);
                JavaSparkContext spark = new JavaSparkContext(TestSpark.cluster(directory)
                        .setMaster(cluster.url())
                        // no task before both hosts are there, so that each writes outputs
                        .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                        .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
                        .set("spark.cores.max", "2"))) {
            spark.sc().addSparkListener(counts);
            JavaPairRDD<Integer, Integer> sums = spark.parallelize(
                            IntStream.range(0, 20_000).boxed().toList(), MAPS)
                    .mapToPair(number -> new Tuple2<>(number % 1000, number))
                    .reduceByKey(Integer::sum, 4);
            assertThat(sums.count()).isEqualTo(1000);
            assertThat(writers()).hasSize(2);
            await().until(counts::idle);
            counts.reset();
            long epoch = ShufflesOfTest.epoch();

            cluster.killWorker();

            // Spark has dropped what was on that host: nothing, but it tells executors to ask again
            await().atMost(Duration.ofSeconds(60)).until(() -> ShufflesOfTest.epoch() > epoch);
            assertThat(counts.executorsRemoved()).isPositive();
            assertThat(sums.values().reduce(Integer::sum)).isEqualTo(199_990_000);
            await().until(counts::idle);
            assertThat(counts.mapTasks()).isZero();
            assertThat(counts.fetchFailures()).isZero();
            assertThat(ShufflesOfTest.registered(ShufflesOfTest.newest())).isEqualTo(MAPS);
        }
    }

    /** Executors that wrote outputs: the first part of a container's name. */
    private static Set<String> writers() {
        Set<String> writers = new HashSet<>();
        ShufflesOfTest.locations(ShufflesOfTest.newest())
                .forEach(location -> writers.add(location.container().split("-", -1)[0]));
        return writers;
    }
}
