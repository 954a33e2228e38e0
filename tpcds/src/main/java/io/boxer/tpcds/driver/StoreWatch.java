// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the store's metrics four times a second and tells what is new. Thread-safe. */
final class StoreWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final StoreMetrics metrics;
    private final EventSink sink;
    private final NewWaits waits = new NewWaits();
    private final CompletableFuture<Boolean> complete = new CompletableFuture<>();
    private final ScheduledExecutorService thread;
    private long asOfMillis = Long.MAX_VALUE;

    StoreWatch(StoreMetrics metrics, EventSink sink) {
        this.metrics = metrics;
        this.sink = sink;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "boxer-tpcds-store-1");
            made.setDaemon(true);
            return made;
        });
        var unused = thread.scheduleWithFixedDelay(
                this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void look() {
        waits.in(metrics.recentWaits()).forEach(sink::emit);
        if (metrics.allReportedAfter(asOfMillis)) {
            complete.complete(true);
        }
    }

    /**
     * Waits until every live executor has told what it counted until now, at most {@code patience}.
     *
     * @return empty if this shuffle counts nothing of the kind
     */
    Optional<DriverEvent.Store> totals(Duration patience) {
        if (!metrics.exist()) {
            return Optional.empty();
        }
        synchronized (this) {
            asOfMillis = System.currentTimeMillis();
        }
        boolean all = await(patience);
        if (!all) {
            LOG.warn("an executor did not report within {}; what it counted last is missing", patience);
        }
        look();
        return Optional.of(metrics.totals(all));
    }

    private boolean await(Duration patience) {
        try {
            return complete.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("it is never completed with a failure", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
