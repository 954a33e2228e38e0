// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.spark.fixture.DirectoryStoreProvider;
import io.boxer.spark.fixture.SparkHome;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstQueryIT {
    @Test
    void aQueryOnTwoExecutorsCountsRight(@TempDir Path store) throws Exception {
        SparkHome.prepare();
        SparkConf conf = new SparkConf()
                .setMaster("local-cluster[2,1,1024]")
                .setAppName("t")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.executor.extraClassPath", SparkHome.classDirectories())
                .set("spark.shuffle.manager", ElasticShuffleManager.class.getName())
                .set("spark.boxer.store.provider", DirectoryStoreProvider.class.getName())
                .set("spark.boxer.namenode", store.toString());
        try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate()) {
            long groups = spark.range(100_000)
                    .selectExpr("id % 1000 as k")
                    .groupBy("k")
                    .count()
                    .count();

            assertThat(groups).isEqualTo(1000);
        }
    }
}
