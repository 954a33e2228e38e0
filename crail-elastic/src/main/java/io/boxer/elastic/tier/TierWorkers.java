// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads {@code boxer-tier-<n>} for operations that nobody waits for yet. They block on sockets, each at most until the
 * deadline of its operation; they are made when needed, end after idle seconds, and keep no JVM alive. Thread-safe.
 */
final class TierWorkers implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor executor;

    TierWorkers(int threads) {
        executor = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                named(),
                (task, closed) -> task.run());
        executor.allowCoreThreadTimeOut(true);
    }

    /** After {@link #close} the caller's thread runs it, and finds the store closed. */
    void begin(TierFuture<?> future) {
        executor.execute(future);
    }

    private static ThreadFactory named() {
        return task -> {
            Thread thread = new Thread(task, "boxer-tier-" + COUNT.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
