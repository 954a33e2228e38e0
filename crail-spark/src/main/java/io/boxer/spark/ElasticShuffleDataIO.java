// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import io.boxer.spark.driver.ElasticDriverComponents;
import io.boxer.spark.write.ElasticExecutorComponents;
import org.apache.spark.SparkConf;
import org.apache.spark.shuffle.api.ShuffleDataIO;
import org.apache.spark.shuffle.api.ShuffleDriverComponents;
import org.apache.spark.shuffle.api.ShuffleExecutorComponents;

/** The value of {@code spark.shuffle.sort.io.plugin.class}; {@link ElasticShuffleManager} sets it. Immutable. */
public final class ElasticShuffleDataIO implements ShuffleDataIO {
    private final SparkConf conf;

    public ElasticShuffleDataIO(SparkConf conf) {
        this.conf = conf;
    }

    @Override
    public ShuffleDriverComponents driver() {
        return new ElasticDriverComponents(conf);
    }

    @Override
    public ShuffleExecutorComponents executor() {
        return new ElasticExecutorComponents();
    }
}
