// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.shuffle.ShuffleReadMetricsReporter;

/**
 * Wanted outputs, fetched ahead while what is on the way or not yet taken stays within a limit; in the order of arrival.
 *
 * <p>Confined to the task's thread, except {@link #stop}.
 */
final class FetchIterator {
    private final Deque<FetchRequest> waiting;
    private final FetchThreads threads;
    private final PersistentFetch fetch;
    private final ShuffleReadMetricsReporter metrics;
    private final Losses losses;
    private final long maxBytesInFlight;
    private final LinkedBlockingQueue<FetchOutcome> arrived = new LinkedBlockingQueue<>();
    private final Deque<FetchedOutput> whole = new ArrayDeque<>();
    private long bytesInFlight;
    private int requestsInFlight;

    FetchIterator(
            List<FetchRequest> requests,
            FetchThreads threads,
            PersistentFetch fetch,
            ShuffleReadMetricsReporter metrics,
            Losses losses,
            long maxBytesInFlight) {
        this.waiting = new ArrayDeque<>(requests);
        this.threads = threads;
        this.fetch = fetch;
        this.metrics = metrics;
        this.losses = losses;
        this.maxBytesInFlight = maxBytesInFlight;
    }

    /**
     * The next output, or empty at the end. Does not return but throws Spark's fetch failure for an output that cannot
     * be had, when the driver knows of all that went with it.
     */
    Optional<FetchedOutput> next() throws InterruptedException {
        while (whole.isEmpty()) {
            send();
            if (requestsInFlight == 0) {
                return Optional.empty();
            }
            take();
        }
        return Optional.of(whole.pop());
    }

    /** Always at least one request, however large, so that the limit cannot stop the task. */
    private void send() {
        while (!waiting.isEmpty()
                && (requestsInFlight == 0 || bytesInFlight + waiting.peek().estimatedBytes() <= maxBytesInFlight)) {
            FetchRequest request = waiting.pop();
            bytesInFlight += request.estimatedBytes();
            requestsInFlight++;
            threads.run(() -> arrived.add(fetch.run(request)));
        }
    }

    private void take() throws InterruptedException {
        long started = System.nanoTime();
        FetchOutcome outcome = arrived.take();
        metrics.incFetchWaitTime(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
        if (outcome instanceof FetchOutcome.Failed failed) {
            throw losses.fetchFailed(failed.output(), failed.cause());
        }
        FetchOutcome.Fetched fetched = (FetchOutcome.Fetched) outcome;
        bytesInFlight -= fetched.request().estimatedBytes();
        requestsInFlight--;
        for (FetchedOutput output : fetched.outputs()) {
            metrics.incRemoteBlocksFetched(output.endEntry() - output.firstEntry());
            metrics.incRemoteBytesRead(output.bytes().length());
            whole.add(output);
        }
    }

    /** Requests not yet sent never are; those on the way are given up at their next failure. */
    void stop() {
        waiting.clear();
        whole.clear();
    }
}
