// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.daemon;

import io.boxer.common.BoxerException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread {@code boxer-spot-1} on which all is decided. A failure of one turn is logged and does not end it. Thread-safe. */
final class SpotThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpotThread.class);
    private static final long ANSWER_WITHIN_SECONDS = 60;
    private static final long END_WITHIN_SECONDS = 5;

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "boxer-spot-1");
        thread.setDaemon(true);
        return thread;
    });

    /** Soon; not at all if the thread has ended. */
    void run(Runnable turn) {
        try {
            executor.execute(() -> guarded(turn));
        } catch (RejectedExecutionException e) {
            LOG.debug("the spot manager has ended");
        }
    }

    void every(Duration period, Runnable turn) {
        var unused = executor.scheduleWithFixedDelay(() -> guarded(turn), 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void guarded(Runnable turn) {
        try {
            turn.run();
        } catch (RuntimeException e) {
            LOG.error("a turn of the spot manager failed, the next one comes", e);
        }
    }

    /** On the thread, waiting for the answer. */
    <T> T call(Callable<T> question) {
        try {
            Future<T> answer = executor.submit(question);
            return answer.get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof BoxerException known ? known : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw BoxerException.capacity(
                    "the spot manager was busy for %d s; look at its log and ask again", ANSWER_WITHIN_SECONDS);
        } catch (RejectedExecutionException e) {
            throw BoxerException.capacity("the spot manager is closing; start it anew");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BoxerException.capacity("the request was interrupted; ask again");
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(END_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a turn of the spot manager did not end within {} s", END_WITHIN_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
