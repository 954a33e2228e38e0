// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.spark.fixture.DirectoryStore;
import io.boxer.spark.fixture.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;

/** Serializers, codecs, encryption: all three of Spark's writers, and readers that sort, aggregate and neither. */
@Timeout(180)
class CombinationsIT {
    private static final int ROWS = 30_000;

    @ParameterizedTest(name = "{0} {1} encrypted={2}")
    @CsvSource({
        "JavaSerializer, lz4, false",
        "KryoSerializer, zstd, true",
        "KryoSerializer, none, false",
        "JavaSerializer, none, true",
        "KryoSerializer, lzf, false",
        "JavaSerializer, snappy, true"
    })
    void everyKindOfJobIsRight(String serializer, String codec, boolean encrypted, @TempDir Path store) {
        SparkConf conf = TestSpark.local(store)
                .set("spark.serializer", "org.apache.spark.serializer." + serializer)
                .set("spark.io.encryption.enabled", Boolean.toString(encrypted))
                .set("spark.shuffle.compress", Boolean.toString(!codec.equals("none")))
                .set("spark.boxer.buffer.size", "16k")
                .set("spark.boxer.container.size", "200k");
        if (!codec.equals("none")) {
            conf.set("spark.io.compression.codec", codec);
        }
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            for (int partitions : new int[] {1, 201}) {
                sorts(spark, partitions);
                combinesBeforeAndAfter(spark, partitions);
                groupsWithoutCombining(spark, partitions);
            }
            spreadsOverMorePartitionsThanAMapStatusCountsExactly(spark);
            carriesOneBigRecord(spark);
            keepsEmptyMapsEmpty(spark);
            queriesRowsWithBatchFetch(spark);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsEncryptedCannotBeReadInTheStore(boolean encrypted, @TempDir Path store) throws Exception {
        SparkConf conf = TestSpark.local(store)
                .set("spark.io.encryption.enabled", Boolean.toString(encrypted))
                .set("spark.shuffle.compress", "false");
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            JavaPairRDD<Integer, String> secrets = spark.parallelize(List.of(1, 2, 3), 2)
                    .mapToPair(number -> new Tuple2<>(number, "the secret"))
                    .partitionBy(new HashPartitioner(2));

            assertThat(secrets.values().distinct().collect()).containsExactly("the secret");
            assertThat(bytesOf(store).contains("the secret")).isEqualTo(!encrypted);
        }
    }

    private static String bytesOf(Path store) throws IOException {
        StringBuilder all = new StringBuilder();
        DirectoryStore directory = new DirectoryStore(store);
        for (String container : directory.containers("/spark")) {
            all.append(Files.readString(store.resolve(container.substring(1) + ".data"), ISO_8859_1));
        }
        return all.toString();
    }

    private static JavaRDD<Integer> numbers(JavaSparkContext spark) {
        return spark.parallelize(IntStream.range(0, ROWS).boxed().toList(), 4);
    }

    private static void sorts(JavaSparkContext spark, int partitions) {
        List<Integer> sorted = numbers(spark)
                .map(number -> (int) ((number * 7919L) % ROWS))
                .sortBy(number -> number, true, partitions)
                .collect();

        assertThat(sorted).hasSize(ROWS).isSortedAccordingTo(Comparator.naturalOrder());
    }

    private static void combinesBeforeAndAfter(JavaSparkContext spark, int partitions) {
        JavaPairRDD<Integer, Long> sums = numbers(spark)
                .mapToPair(number -> new Tuple2<>(number % 777, (long) number))
                .reduceByKey(Long::sum, partitions);

        assertThat(sums.count()).isEqualTo(777);
        assertThat(sums.values().reduce(Long::sum)).isEqualTo((long) ROWS * (ROWS - 1) / 2);
    }

    private static void groupsWithoutCombining(JavaSparkContext spark, int partitions) {
        JavaPairRDD<Integer, Iterable<Integer>> groups = numbers(spark)
                .mapToPair(number -> new Tuple2<>(number % 10, number))
                .groupByKey(partitions);

        assertThat(groups.mapValues(CombinationsIT::size).values().collect())
                .hasSize(10)
                .containsOnly(ROWS / 10);
    }

    private static int size(Iterable<Integer> values) {
        List<Integer> all = new ArrayList<>();
        values.forEach(all::add);
        return all.size();
    }

    private static void spreadsOverMorePartitionsThanAMapStatusCountsExactly(JavaSparkContext spark) {
        assertThat(numbers(spark).repartition(2001).count()).isEqualTo(ROWS);
    }

    private static void carriesOneBigRecord(JavaSparkContext spark) {
        JavaPairRDD<Integer, byte[]> big = spark.parallelize(List.of(1, 2), 2)
                .mapToPair(number -> new Tuple2<>(number, new byte[20_000_000]))
                .repartition(2)
                .mapToPair(pair -> pair);

        assertThat(big.values().map(bytes -> bytes.length).collect()).containsExactly(20_000_000, 20_000_000);
    }

    private static void keepsEmptyMapsEmpty(JavaSparkContext spark) {
        JavaPairRDD<Integer, Integer> sums = numbers(spark)
                .filter(number -> number == ROWS - 1)
                .mapToPair(number -> new Tuple2<>(number, number))
                .reduceByKey(Integer::sum, 5);

        assertThat(sums.collect()).containsExactly(new Tuple2<>(ROWS - 1, ROWS - 1));
        assertThat(numbers(spark).filter(number -> number < 0).repartition(3).collect())
                .isEmpty();
    }

    private static void queriesRowsWithBatchFetch(JavaSparkContext spark) {
        SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();

        assertThat(session.range(0, ROWS, 1, 4)
                        .selectExpr("id % 1000 AS k", "id")
                        .groupBy("k")
                        .sum("id")
                        .agg(java.util.Map.of("sum(id)", "sum"))
                        .first()
                        .getLong(0))
                .isEqualTo((long) ROWS * (ROWS - 1) / 2);
    }
}
