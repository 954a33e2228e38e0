// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import scala.collection.immutable.Seq;

/**
 * What the store's shuffle shows in Spark's metrics system, known here by its names alone (docs/spark.md): this program runs
 * with any shuffle. Thread-safe.
 */
final class StoreMetrics {
    private static final String SOURCE = "boxerShuffle";

    private final Supplier<Optional<MetricRegistry>> source;

    /** @param source empty as long as there is no such shuffle */
    StoreMetrics(Supplier<Optional<MetricRegistry>> source) {
        this.source = source;
    }

    /** Those of this driver. */
    static StoreMetrics of(SparkEnv env) {
        return new StoreMetrics(() -> {
            Seq<Source> sources = env.metricsSystem().getSourcesByName(SOURCE);
            return sources.isEmpty()
                    ? Optional.empty()
                    : Optional.of(sources.head().metricRegistry());
        });
    }

    boolean exist() {
        return source.get().isPresent();
    }

    /** Whether all live executors have told what they had counted at that time, in milliseconds since 1970. */
    boolean allReportedAfter(long millis) {
        return number("executors") == 0 || number("oldestReportMillis") > millis;
    }

    /** Semicolon-separated intervals. */
    String recentWaits() {
        return value("recentWaits").map(Object::toString).orElse("");
    }

    /** Everything up to now. */
    DriverEvent.Store totals(boolean complete) {
        return new DriverEvent.Store(
                number("redirects"), number("retries"), number("waits"), number("failures"), complete);
    }

    private long number(String name) {
        return value(name)
                .flatMap(value -> value instanceof Number number ? Optional.of(number.longValue()) : Optional.empty())
                .orElse(0L);
    }

    private Optional<Object> value(String name) {
        return source.get().map(registry -> registry.getMetrics().get(name)).flatMap(StoreMetrics::shown);
    }

    private static Optional<Object> shown(Metric metric) {
        return metric instanceof Gauge<?> gauge ? Optional.ofNullable(gauge.getValue()) : Optional.empty();
    }
}
