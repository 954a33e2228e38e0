// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.metrics;

import org.apache.spark.metrics.MetricsSystem;

/** What the driver knows of its executors' store clients, and shows in Spark's metrics system. Thread-safe. */
public final class DriverMetrics {
    private final ExecutorReports reports = new ExecutorReports();
    private final ShuffleSource source = ShuffleSource.ofDriver(reports);

    public void take(StoreReport report) {
        reports.take(report);
        source.update(report.waits());
    }

    /** What it counted stays counted. */
    public void executorGone(String executor) {
        reports.executorGone(executor);
    }

    /** To be called when the application has its id, which is part of the metrics' names. */
    public void show(MetricsSystem metrics) {
        metrics.registerSource(source);
    }

    public void hide(MetricsSystem metrics) {
        metrics.removeSource(source);
    }
}
