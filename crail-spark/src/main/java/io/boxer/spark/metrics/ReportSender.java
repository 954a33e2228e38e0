// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.metrics;

import io.boxer.spark.store.ContainerStore;
import io.boxer.spark.store.LongestWaits;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the driver about once a second, and once more at the end, what this executor's store client counted. What could
 * not be delivered is part of the next report. Thread-safe: one report at a time.
 */
public final class ReportSender implements AutoCloseable {
    /** Takes a report to the driver. */
    public interface Delivery {
        /** @throws IOException if the driver did not answer: it may have the report all the same */
        void deliver(StoreReport report) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(ReportSender.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(2);

    private final String executor;
    private final ContainerStore store;
    private final InstantSource clock;
    private final Consumer<LongestWaits> local;
    private final Delivery driver;
    private final ScheduledThreadPoolExecutor thread;
    private long fromMillis;
    private LongestWaits undelivered = LongestWaits.NONE;

    /**
     * Sends nothing before {@link #start}.
     *
     * @param store whose waits nobody else takes
     * @param local sees the waits of each interval too, delivered or not
     */
    public ReportSender(
            String executor, ContainerStore store, InstantSource clock, Consumer<LongestWaits> local, Delivery driver) {
        this.executor = executor;
        this.store = store;
        this.clock = clock;
        this.local = local;
        this.driver = driver;
        this.fromMillis = clock.millis();
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "boxer-report-1");
            made.setDaemon(true);
            return made;
        });
        thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    }

    /** The first report goes at once: from then on the driver knows that this executor has something to say. */
    public void start() {
        var unused = thread.scheduleWithFixedDelay(this::report, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized void report() {
        try {
            LongestWaits taken = store.takeLongestWaits();
            local.accept(taken);
            undelivered = undelivered.max(taken);
            long now = clock.millis();
            driver.deliver(new StoreReport(executor, fromMillis, now, store.counts(), undelivered));
            fromMillis = now;
            undelivered = LongestWaits.NONE;
        } catch (IOException | RuntimeException e) {
            LOG.debug("report not delivered, the next one will tell it: {}", e.toString());
        }
    }

    /** Sends the last report; the store may still be open or not. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(PATIENCE_AT_END.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        report();
    }
}
