// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxer.spark.fixture.TaskCounts;
import io.boxer.spark.fixture.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

@Timeout(180)
class DynamicAllocationIT {
    @Test
    void executorsGoDownToNoneAndNoMapTaskRunsAgain(@TempDir Path store) throws Exception {
        SparkConf conf = TestSpark.cluster(store)
                .set("spark.dynamicAllocation.enabled", "true")
                .set("spark.dynamicAllocation.minExecutors", "0")
                .set("spark.dynamicAllocation.executorIdleTimeout", "1s");
        TaskCounts counts = new TaskCounts();
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            spark.sc().addSparkListener(counts);
            JavaPairRDD<Integer, Integer> sums = spark.parallelize(
                            IntStream.range(0, 1000).boxed().toList(), 4)
                    .mapToPair(number -> new Tuple2<>(number % 100, number))
                    .reduceByKey(Integer::sum, 2);
            assertThat(sums.count()).isEqualTo(100);
            // the driver is in the list too
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> spark.sc().getExecutorMemoryStatus().size() == 1);
            counts.reset();

            assertThat(sums.values().reduce(Integer::sum)).isEqualTo(499_500);

            await().until(counts::idle);
            assertThat(counts.mapTasks()).isZero();
            assertThat(counts.fetchFailures()).isZero();
        }
    }
}
