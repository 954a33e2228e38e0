// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.driver;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads {@code boxer-driver-n}: leases, losses, removals, answers. Thread-safe. */
final class DriverTimer implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DriverTimer.class);
    private static final int THREADS = 3;

    private final ScheduledThreadPoolExecutor threads;

    DriverTimer() {
        AtomicInteger made = new AtomicInteger();
        threads = new ScheduledThreadPoolExecutor(THREADS, task -> {
            Thread thread = new Thread(task, "boxer-driver-" + made.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** A failure is logged and ends nothing. */
    void every(Duration pause, Runnable task) {
        var unused =
                threads.scheduleWithFixedDelay(logged(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    void after(Duration delay, Runnable task) {
        if (!threads.isShutdown()) {
            var unused = threads.schedule(logged(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(logged(task));
    }

    private static Runnable logged(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.warn("a task of the shuffle's driver side failed", e);
            }
        };
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
