// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxer.spark.driver.ShufflesOfTest;
import io.boxer.spark.fixture.DirectoryStore;
import io.boxer.spark.fixture.TaskCounts;
import io.boxer.spark.fixture.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** Losses on two executors, with a driver that does not look for them by itself: readers meet each one. */
@Timeout(180)
class LossIT {
    private static final int MAPS = 16;
    private static final int KEYS = 1000;

    private static DirectoryStore store;
    private static JavaSparkContext spark;
    private static TaskCounts counts;

    @BeforeAll
    static void start(@TempDir Path base) throws Exception {
        store = new DirectoryStore(base);
        counts = new TaskCounts();
        spark = new JavaSparkContext(TestSpark.cluster(base).set("spark.boxer.loss.pollInterval", "1h"));
        spark.sc().addSparkListener(counts);
    }

    @AfterAll
    static void stop() throws Exception {
        spark.close();

        assertThat(store.containers("/spark")).isEmpty();
    }

    /** The reference to the result, whose 16 map outputs are in the store when this returns. */
    private static JavaPairRDD<Integer, Integer> written() {
        List<Integer> numbers = IntStream.range(0, 20_000).boxed().toList();
        JavaPairRDD<Integer, Integer> sums = spark.parallelize(numbers, MAPS)
                .mapToPair(number -> new Tuple2<>(number % KEYS, number))
                .reduceByKey(Integer::sum, 4);
        assertRight(sums);
        return sums;
    }

    private static void assertRight(JavaPairRDD<Integer, Integer> sums) {
        assertThat(sums.count()).isEqualTo(KEYS);
        assertThat(sums.values().reduce(Integer::sum)).isEqualTo(199_990_000);
    }

    @BeforeEach
    void settle() {
        await().until(() -> counts.idle());
    }

    private static void settled() {
        await().until(() -> counts.idle());
    }

    @Test
    void oneLostOutputIsTheOnlyOneComputedAgain() throws Exception {
        JavaPairRDD<Integer, Integer> sums = written();
        settled();
        counts.reset();
        ShufflesOfTest.lose(store, ShufflesOfTest.newest(), 1, "node spot-1 died without notice");

        assertThat(sums.count()).isEqualTo(KEYS);

        settled();
        assertThat(counts.mapTasks()).isEqualTo(1);
        assertThat(counts.failedTasks()).isZero();
        assertThat(ShufflesOfTest.registered(ShufflesOfTest.newest())).isEqualTo(MAPS);
        assertRight(sums);
    }

    @Test
    void eightLostOutputsAreComputedAgainInOneMoreAttemptAndNothingAborts() throws Exception {
        JavaPairRDD<Integer, Integer> sums = written();
        settled();
        counts.reset();
        ShufflesOfTest.lose(store, ShufflesOfTest.newest(), 8, "node spot-2 died without notice");

        assertThat(sums.count()).isEqualTo(KEYS);

        settled();
        assertThat(counts.mapTasks()).isEqualTo(8);
        assertThat(counts.failedTasks()).isZero();
        assertThat(counts.fetchFailures()).isPositive();
        // the reduce stage twice, the map stage once: its first attempt was skipped
        assertThat(counts.stageAttempts()).hasSize(3);
        assertRight(sums);
    }

    @Test
    void whatTheDriverSawFirstFailsNoTask() throws Exception {
        JavaPairRDD<Integer, Integer> sums = written();
        settled();
        counts.reset();
        int shuffle = ShufflesOfTest.newest();
        ShufflesOfTest.lose(store, shuffle, 8, "node spot-3 died without notice");

        String said = ShufflesOfTest.lookForLosses();
        assertThat(sums.count()).isEqualTo(KEYS);

        settled();
        assertThat(said)
                .startsWith("8 map outputs are computed again (shuffle " + shuffle + " maps [")
                .endsWith("lost because: node spot-3 died without notice");
        assertThat(counts.mapTasks()).isEqualTo(8);
        assertThat(counts.fetchFailures()).isZero();
        assertThat(counts.stageAttempts()).hasSize(2);
    }

    @Test
    void aRemovedDirectoryIsAnErrorThatComputesAgainAndNotAnEmptyAnswer() throws Exception {
        JavaPairRDD<Integer, Integer> sums = written();
        store.delete(ShufflesOfTest.directory() + "/" + ShufflesOfTest.newest());

        assertRight(sums);
    }

    @Test
    void aKilledExecutorTakesNoOutputWithIt() throws Exception {
        JavaPairRDD<Integer, Integer> sums = written();
        settled();
        counts.reset();
        long pid = spark.parallelize(List.of(1), 1)
                .map(one -> ProcessHandle.current().pid())
                .first();

        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
        await().atMost(Duration.ofSeconds(60)).until(() -> counts.executorsRemoved() > 0);
        assertThat(sums.count()).isEqualTo(KEYS);

        settled();
        assertThat(counts.mapTasks()).isZero();
        assertThat(counts.fetchFailures()).isZero();
        assertRight(sums);
    }

    @Test
    void anIndeterminateShuffleWithALossStillHasEveryRowOnce() throws Exception {
        List<Integer> numbers = IntStream.range(0, 5_000).boxed().toList();
        JavaPairRDD<Integer, Integer> sums = spark.parallelize(numbers, 4)
                .mapToPair(number -> new Tuple2<>(number, number))
                .reduceByKey(Integer::sum, 4)
                .values()
                .repartition(5)
                .mapToPair(number -> new Tuple2<>(number % KEYS, number))
                .reduceByKey(Integer::sum, 3);
        assertThat(sums.values().reduce(Integer::sum)).isEqualTo(12_497_500);
        int last = ShufflesOfTest.newest();
        ShufflesOfTest.lose(store, last - 1, 2, "node spot-4 died without notice");
        ShufflesOfTest.lose(store, last, 1, "node spot-4 died without notice");

        assertThat(sums.values().reduce(Integer::sum)).isEqualTo(12_497_500);
        assertThat(sums.count()).isEqualTo(KEYS);
    }

    @Test
    void tasksThatRunTwiceAreCountedOnce() {
        List<Integer> numbers = IntStream.range(0, 1_000).boxed().toList();
        JavaPairRDD<Integer, Integer> sums = spark.parallelize(numbers, 4)
                .mapToPair(number -> {
                    if (org.apache.spark.TaskContext.get().attemptNumber() == 0 && number == 999) {
                        throw new IllegalStateException("the first attempt of the last map task fails half-way");
                    }
                    return new Tuple2<>(number % 10, number);
                })
                .reduceByKey(Integer::sum, 2);

        assertThat(sums.values().reduce(Integer::sum)).isEqualTo(499_500);
    }
}
