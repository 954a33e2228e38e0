// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxer.spark.driver.ShufflesOfTest;
import io.boxer.spark.fixture.DirectoryStore;
import io.boxer.spark.fixture.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SQL queries: the ranges that adaptive execution asks for, and what is left when a query ended. */
@Timeout(180)
class QueryIT {
    private static final String SKEWED = "SELECT count(*), sum(a.v + b.v), max(a.s) FROM a JOIN b ON a.k = b.k";

    private static DirectoryStore store;
    private static SparkSession spark;

    @BeforeAll
    static void start(@TempDir Path base) {
        store = new DirectoryStore(base);
        spark = SparkSession.builder()
                .config(TestSpark.local(base)
                        .set("spark.sql.autoBroadcastJoinThreshold", "-1")
                        .set("spark.speculation", "true")
                        .set("spark.boxer.buffer.size", "64k"))
                .getOrCreate();
        // half of all rows have key 0
        spark.range(0, 60_000, 1, 6)
                .selectExpr("if(id % 2 = 0, 0, id % 500) AS k", "id AS v", "repeat(string(id), 5) AS s")
                .createOrReplaceTempView("a");
        spark.range(0, 500, 1, 3).selectExpr("id AS k", "id * 3 AS v").createOrReplaceTempView("b");
    }

    @AfterAll
    static void stop() throws Exception {
        spark.close();

        assertThat(store.containers("/spark")).isEmpty();
    }

    private static Dataset<Row> query(String text, Map<String, String> settings) {
        Map.of(
                        "spark.sql.adaptive.enabled", "true",
                        "spark.sql.adaptive.coalescePartitions.enabled", "false",
                        "spark.sql.adaptive.skewJoin.enabled", "false",
                        "spark.sql.adaptive.autoBroadcastJoinThreshold", "-1")
                .forEach((key, value) -> spark.conf().set(key, value));
        settings.forEach((key, value) -> spark.conf().set(key, value));
        return spark.sql(text);
    }

    /** Runs the query under the settings, and without adaptive execution, which reads whole partitions only. */
    private static void assertSame(Map<String, String> settings, String planHolds) {
        Dataset<Row> adaptive = query(SKEWED, settings);
        List<Row> rows = adaptive.collectAsList();
        String plan = adaptive.queryExecution().executedPlan().toString();

        assertThat(plan).contains(planHolds);
        assertThat(rows)
                .isEqualTo(query(SKEWED, Map.of("spark.sql.adaptive.enabled", "false"))
                        .collectAsList());
        assertThat(rows.get(0).getLong(0)).isEqualTo(60_000);
    }

    @Test
    void coalescedPartitionsGiveTheSameAnswer() {
        assertSame(Map.of("spark.sql.adaptive.coalescePartitions.enabled", "true"), "AQEShuffleRead coalesced");
    }

    @Test
    void aSkewedPartitionReadInMapRangesGivesTheSameAnswer() {
        assertSame(
                Map.of(
                        "spark.sql.adaptive.skewJoin.enabled",
                        "true",
                        "spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes",
                        "10k",
                        "spark.sql.adaptive.skewJoin.skewedPartitionFactor",
                        "2",
                        "spark.sql.adaptive.advisoryPartitionSizeInBytes",
                        "64k"),
                "skewed");
    }

    @Test
    void theLocalReaderGivesTheSameAnswer() {
        assertSame(Map.of("spark.sql.adaptive.autoBroadcastJoinThreshold", "10m"), "AQEShuffleRead local");
    }

    @Test
    void aQueryGivenAsTextLeavesNothingSoonAfterItsEnd() {
        long groups = query("SELECT k, count(*) FROM a GROUP BY k", Map.of())
                .collectAsList()
                .size();

        // 0, and 250 odd ones
        assertThat(groups).isEqualTo(251);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> store.containers(ShufflesOfTest.directory()).isEmpty());
    }

    @Test
    void aDataFrameUsedAgainAfterItsCleanUpIsComputedAgain() {
        Dataset<Row> rows = query("SELECT k, count(*) AS n FROM a GROUP BY k ORDER BY k", Map.of());
        List<Row> first = rows.collectAsList();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> store.containers(ShufflesOfTest.directory()).isEmpty());

        assertThat(rows.collectAsList()).isEqualTo(first);
    }

    @Test
    void sparksOwnCleanUpAndOursAfterItDoNoHarm() {
        Dataset<Row> rows = query("SELECT k, max(v) AS m FROM a GROUP BY k ORDER BY k", Map.of());
        List<Row> first = rows.collectAsList();
        int shuffle = ShufflesOfTest.newest();
        spark.sparkContext().shuffleDriverComponents().removeShuffle(shuffle, true);
        spark.sparkContext().shuffleDriverComponents().removeShuffle(shuffle, true);
        spark.sparkContext().shuffleDriverComponents().removeShuffle(123_456, true);

        assertThat(rows.collectAsList()).isEqualTo(first);
    }

    @Test
    void anEmptyShuffleIsEmpty() {
        assertThat(query("SELECT k, count(*) FROM a WHERE v < 0 GROUP BY k", Map.of())
                        .collectAsList())
                .isEmpty();
    }
}
