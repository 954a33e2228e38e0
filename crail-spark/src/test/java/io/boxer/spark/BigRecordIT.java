// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.spark.fixture.TestSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

/** Columnar engines shuffle a batch of rows as one record. */
@Timeout(180)
class BigRecordIT {
    private static final int BATCH_BYTES = 300 << 20;
    private static final List<Integer> BATCHES = List.of(1, 2, 3);

    /** The batches of one reduce task are 900 MiB; a batch is in the heap as bytes and as a record, and one more is ahead. */
    @Test
    void batchesOf300MebibytesPassThroughAnExecutorWithoutRoomForAllOfThem(@TempDir Path store) throws Exception {
        try (JavaSparkContext spark = new JavaSparkContext(TestSpark.cluster(store)
                .setMaster("local-cluster[1,1,2048]")
                .set("spark.executor.memory", "1200m")
                .set("spark.shuffle.compress", "false"))) {
            List<Integer> lengths = spark.parallelize(BATCHES, BATCHES.size())
                    .mapToPair(number -> new Tuple2<>(number, batch(number)))
                    .partitionBy(new HashPartitioner(1))
                    .map(pair -> whole(pair._1(), pair._2()) ? pair._2().length : -1)
                    .collect();

            assertThat(lengths).hasSize(BATCHES.size()).containsOnly(BATCH_BYTES);
        }
    }

    private static byte[] batch(int number) {
        byte[] batch = new byte[BATCH_BYTES];
        for (int i = 0; i < batch.length; i += 4096) {
            batch[i] = (byte) (number + i / 4096);
        }
        return batch;
    }

    private static boolean whole(int number, byte[] batch) {
        for (int i = 0; i < batch.length; i += 4096) {
            if (batch[i] != (byte) (number + i / 4096)) {
                return false;
            }
        }
        return true;
    }
}
