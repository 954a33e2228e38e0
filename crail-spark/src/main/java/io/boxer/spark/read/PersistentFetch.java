// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import io.boxer.spark.container.CorruptSegmentException;
import io.boxer.spark.store.BytesLostException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request until it succeeds or is hopeless: what is lost or removed is hopeless at once, other bytes than were
 * written after a second look, a store that does not answer after the deadline.
 *
 * @param stopped true when nobody waits for the result any more
 */
record PersistentFetch(SegmentFetcher fetcher, OpenContainers containers, Duration deadline, BooleanSupplier stopped) {
    private static final Logger LOG = LoggerFactory.getLogger(PersistentFetch.class);
    private static final int CORRUPT_READS = 2;

    FetchOutcome run(FetchRequest request) {
        try {
            return new FetchOutcome.Fetched(request, untilHopeless(request.outputs()));
        } catch (IOException | RuntimeException e) {
            return request.outputs().size() == 1
                    ? new FetchOutcome.Failed(request.outputs().get(0), e)
                    : oneByOne(request);
        }
    }

    /** A joined read does not say which output it failed for, and only that one may be named. */
    private FetchOutcome oneByOne(FetchRequest request) {
        List<FetchedOutput> whole = new ArrayList<>();
        for (WantedOutput output : request.outputs()) {
            try {
                whole.addAll(fetcher.fetch(List.of(output)));
            } catch (IOException | RuntimeException e) {
                return new FetchOutcome.Failed(output, e);
            }
        }
        return new FetchOutcome.Fetched(request, whole);
    }

    private List<FetchedOutput> untilHopeless(List<WantedOutput> outputs) throws IOException {
        long giveUpNanos = System.nanoTime() + deadline.toNanos();
        long pauseNanos = TimeUnit.MILLISECONDS.toNanos(20);
        for (int corrupt = 0; ; ) {
            try {
                return fetcher.fetch(outputs);
            } catch (BytesLostException | FileNotFoundException e) {
                throw e;
            } catch (CorruptSegmentException e) {
                if (++corrupt == CORRUPT_READS) {
                    throw e;
                }
                LOG.warn("reading once more: {}", e.getMessage());
            } catch (IOException e) {
                boolean late = System.nanoTime() + pauseNanos > giveUpNanos;
                if (late || stopped.getAsBoolean() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LOG.info("reading again in {} ms: {}", TimeUnit.NANOSECONDS.toMillis(pauseNanos), e.toString());
                LockSupport.parkNanos(pauseNanos);
                pauseNanos = Math.min(2 * pauseNanos, TimeUnit.SECONDS.toNanos(1));
            }
            containers.drop(
                    outputs.get(0).output().shuffleId(),
                    outputs.get(0).location().container());
        }
    }
}
