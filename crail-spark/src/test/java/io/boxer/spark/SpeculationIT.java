// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxer.spark.driver.ShufflesOfTest;
import io.boxer.spark.fixture.StandaloneSpark;
import io.boxer.spark.fixture.TaskCounts;
import io.boxer.spark.fixture.TestSpark;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** Two attempts of one task at the same time, of which the second one wins. */
@Timeout(180)
class SpeculationIT {
    private static final int MAPS = 4;
    private static final int ROWS = 1_000;

    private static final TaskCounts COUNTS = new TaskCounts();
    private static StandaloneSpark cluster;
    private static JavaSparkContext spark;

    /** Two hosts: Spark runs no second copy on the host of the first one. */
    @BeforeAll
    static void start(@TempDir Path store) throws Exception {
        cluster = StandaloneSpark.start(store, 2);
        spark = new JavaSparkContext(TestSpark.cluster(store)
                .setMaster(cluster.url())
                .set("spark.cores.max", "2")
                .set("spark.speculation", "true")
                .set("spark.speculation.interval", "100ms")
                .set("spark.speculation.quantile", "0.5")
                .set("spark.speculation.minTaskRuntime", "200ms")
                .set("spark.boxer.buffer.size", "4k"));
        spark.sc().addSparkListener(COUNTS);
    }

    @AfterAll
    static void stop() {
        spark.close();
        cluster.close();
    }

    @BeforeEach
    void reset() {
        await().until(COUNTS::idle);
        COUNTS.reset();
    }

    /** Keeps the first attempt of the last task for good, after it has handed out its rows: until Spark kills it. */
    private static boolean stuck(int partition, int last) throws InterruptedException {
        TaskContext task = TaskContext.get();
        if (partition == last && task.attemptNumber() == 0) {
            new CountDownLatch(1).await();
        }
        return true;
    }

    @Test
    void theSecondCopyOfASlowMapTaskWinsAndNothingIsCountedTwice() {
        JavaPairRDD<Integer, Integer> sums = spark.parallelize(
                        IntStream.range(0, ROWS).boxed().toList(), MAPS)
                .mapToPair(number -> {
                    // the last row: by then the first attempt has written most of its output
                    if (number == ROWS - 1) {
                        stuck(TaskContext.getPartitionId(), MAPS - 1);
                    }
                    return new Tuple2<>(number, number);
                })
                .repartition(3)
                .mapToPair(pair -> pair);

        assertThat(sums.values().reduce(Integer::sum)).isEqualTo(ROWS * (ROWS - 1) / 2);

        assertThatOneCopyLost();
        assertThat(ShufflesOfTest.registered(ShufflesOfTest.newest())).isEqualTo(MAPS);
        assertThat(sums.count()).isEqualTo(ROWS);
    }

    @Test
    void theSecondCopyOfASlowReaderWinsAndNothingIsCountedTwice() {
        int sum = spark.parallelize(IntStream.range(0, ROWS).boxed().toList(), MAPS)
                .mapToPair(number -> new Tuple2<>(number % 100, number))
                .reduceByKey(Integer::sum, MAPS)
                .values()
                .filter(value -> stuck(TaskContext.getPartitionId(), MAPS - 1))
                .reduce(Integer::sum);

        assertThat(sum).isEqualTo(ROWS * (ROWS - 1) / 2);
        assertThatOneCopyLost();
    }

    private void assertThatOneCopyLost() {
        await().until(() -> COUNTS.idle() && COUNTS.killedTasks() > 0);
        assertThat(COUNTS.speculativeWinners()).isPositive();
        assertThat(COUNTS.mapTasks()).isEqualTo(MAPS);
        assertThat(COUNTS.fetchFailures()).isZero();
    }
}
