// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxer.spark.driver.ShufflesOfTest;
import io.boxer.spark.fixture.DirectoryStore;
import io.boxer.spark.fixture.TaskCounts;
import io.boxer.spark.fixture.TestSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** A task of a cancelled job goes on, and its shuffle is removed before it writes. */
@Timeout(120)
class LateWriterIT {
    private static final CountDownLatch BEGUN = new CountDownLatch(2);
    private static final CountDownLatch REMOVED = new CountDownLatch(1);

    @Test
    void aTaskThatWritesAfterItsShuffleWasRemovedFailsAndLeavesNothing(@TempDir Path base) throws Exception {
        DirectoryStore store = new DirectoryStore(base);
        TaskCounts counts = new TaskCounts();
        try (JavaSparkContext spark = new JavaSparkContext(TestSpark.local(base))) {
            spark.sc().addSparkListener(counts);
            JavaPairRDD<Integer, Integer> sums = spark.parallelize(
                            IntStream.range(0, 1000).boxed().toList(), 2)
                    .mapPartitionsToPair(numbers -> {
                        // a list of its own: Spark looks at each of its own rows whether the task was cancelled
                        List<Tuple2<Integer, Integer>> rows = new ArrayList<>();
                        numbers.forEachRemaining(number -> rows.add(new Tuple2<>(number % 10, number)));
                        BEGUN.countDown();
                        REMOVED.await();
                        return rows.iterator();
                    })
                    .reduceByKey(Integer::sum, 2);
            int shuffle =
                    ((ShuffleDependency<?, ?, ?>) sums.rdd().dependencies().head()).shuffleId();
            JavaFutureAction<Long> job = sums.countAsync();
            BEGUN.await();
            job.cancel(false);
            assertThatThrownBy(job::get).isInstanceOf(Exception.class);
            ShufflesOfTest.unregister(shuffle);

            REMOVED.countDown();

            await().until(() -> counts.killedTasks() + counts.failedTasks() == 2);
            assertThat(counts.mapTasks()).isZero();
            assertThat(store.containers("/spark")).isEmpty();
        }
    }
}
