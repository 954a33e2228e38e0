// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads {@code boxer-fetch-n} of an executor, which wait for the store so that tasks need not. Thread-safe. */
public final class FetchThreads implements AutoCloseable {
    private final ExecutorService pool;

    public FetchThreads(int threads) {
        AtomicInteger made = new AtomicInteger();
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "boxer-fetch-" + made.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        this.pool = executor;
    }

    /**
     * Runs the task on one of the threads.
     *
     * @throws RejectedExecutionException after {@link #close}
     */
    void run(Runnable task) {
        pool.execute(task);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
