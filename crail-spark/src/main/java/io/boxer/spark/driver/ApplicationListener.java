// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.driver;

import io.boxer.spark.ElasticShuffleManager;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationStart;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;

/**
 * Made by Spark, which the driver components ask for it; tells the application's shuffles of jobs and executors.
 * Thread-safe.
 */
public final class ApplicationListener extends SparkListener {
    /** The application has its id now, which is part of the metrics' names. */
    @Override
    public void onApplicationStart(SparkListenerApplicationStart application) {
        driver().ifPresent(driver -> driver.metrics().show(SparkEnv.get().metricsSystem()));
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
        driver().ifPresent(driver -> driver.metrics().executorGone(executor.executorId()));
    }

    @Override
    public void onJobStart(SparkListenerJobStart job) {
        driver().ifPresent(driver -> driver.active().jobStarted(job));
    }

    @Override
    public void onJobEnd(SparkListenerJobEnd job) {
        driver().ifPresent(driver -> driver.active().jobEnded(job));
    }

    private static Optional<DriverShuffle> driver() {
        return ElasticShuffleManager.of(SparkEnv.get()).driver();
    }
}
