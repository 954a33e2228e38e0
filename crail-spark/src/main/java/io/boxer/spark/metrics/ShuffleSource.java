// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.SlidingTimeWindowArrayReservoir;
import io.boxer.spark.store.LongestWaits;
import io.boxer.spark.store.StoreCounts;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.spark.metrics.source.Source;

/** What Spark's metrics system shows of this shuffle; docs/spark.md lists it. Thread-safe. */
public final class ShuffleSource implements Source {
    /** Other programs ask Spark's metrics system for the source of this name. */
    public static final String NAME = "boxerShuffle";

    private static final long WINDOW_SECONDS = 60;

    private final MetricRegistry registry = new MetricRegistry();
    private final Histogram reads = waits("longestReadMillis");
    private final Histogram writes = waits("longestWriteMillis");

    private ShuffleSource(Supplier<StoreCounts> counts) {
        count("reads", counts, StoreCounts::reads);
        count("writes", counts, StoreCounts::writes);
        count("bytesRead", counts, StoreCounts::bytesRead);
        count("bytesWritten", counts, StoreCounts::bytesWritten);
        count("failures", counts, StoreCounts::failures);
        count("redirects", counts, StoreCounts::redirects);
        count("retries", counts, StoreCounts::retries);
        count("waits", counts, StoreCounts::waits);
        count("resolves", counts, StoreCounts::resolves);
        count("namenodeRetries", counts, StoreCounts::namenodeRetries);
    }

    /** An executor's own. */
    public static ShuffleSource ofExecutor(Supplier<StoreCounts> counts) {
        return new ShuffleSource(counts);
    }

    /** The driver's: all executors together. */
    static ShuffleSource ofDriver(ExecutorReports reports) {
        ShuffleSource source = new ShuffleSource(reports::total);
        source.gauge("executors", reports::live);
        source.gauge("oldestReportMillis", reports::oldestMillis);
        source.gauge("recentWaits", reports::recentWaits);
        return source;
    }

    private void count(String name, Supplier<StoreCounts> counts, ToLongFunction<StoreCounts> one) {
        gauge(name, () -> one.applyAsLong(counts.get()));
    }

    private <T> void gauge(String name, Gauge<T> gauge) {
        registry.register(name, gauge);
    }

    private Histogram waits(String name) {
        return registry.register(
                name, new Histogram(new SlidingTimeWindowArrayReservoir(WINDOW_SECONDS, TimeUnit.SECONDS)));
    }

    /** The longest waits of an interval; one without any says nothing. */
    public void update(LongestWaits waits) {
        if (waits.readMillis() > 0) {
            reads.update(waits.readMillis());
        }
        if (waits.writeMillis() > 0) {
            writes.update(waits.writeMillis());
        }
    }

    @Override
    public String sourceName() {
        return NAME;
    }

    @Override
    public MetricRegistry metricRegistry() {
        return registry;
    }
}
