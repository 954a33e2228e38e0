// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import io.boxer.cluster.LocalCluster;
import io.boxer.tpcds.spark.SparkCluster;
import java.util.Optional;

/** What a run has started. Thread-safe: the shutdown hook ends it while the run goes on. */
final class RunResources {
    private Optional<LocalCluster> store = Optional.empty();
    private Optional<SparkCluster> spark = Optional.empty();

    synchronized void store(LocalCluster cluster) {
        store = Optional.of(cluster);
    }

    synchronized void spark(SparkCluster cluster) {
        spark = Optional.of(cluster);
    }

    /** Ends Spark, then the store unless it is kept. Harmless twice. */
    synchronized void end(boolean keepStore) {
        spark.ifPresent(SparkCluster::close);
        spark = Optional.empty();
        if (!keepStore) {
            store.ifPresent(LocalCluster::close);
            store = Optional.empty();
        }
    }
}
