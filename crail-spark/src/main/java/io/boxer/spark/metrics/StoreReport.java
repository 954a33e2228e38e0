// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.metrics;

import io.boxer.spark.store.LongestWaits;
import io.boxer.spark.store.StoreCounts;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What an executor tells about its store client. Times are milliseconds since 1970 on the executor's clock; the intervals
 * of an executor follow each other without a gap. Immutable.
 *
 * @param fromMillis when the interval of the waits began
 * @param toMillis when it ended and the counts were taken
 * @param counts since the executor connected
 */
public record StoreReport(String executor, long fromMillis, long toMillis, StoreCounts counts, LongestWaits waits) {
    private static final int WORDS = 15;

    /** Fifteen words: the executor, then the numbers in the order of the records. */
    public String toText() {
        return executor + " "
                + LongStream.of(
                                fromMillis,
                                toMillis,
                                counts.reads(),
                                counts.writes(),
                                counts.bytesRead(),
                                counts.bytesWritten(),
                                counts.failures(),
                                counts.redirects(),
                                counts.retries(),
                                counts.waits(),
                                counts.resolves(),
                                counts.namenodeRetries(),
                                waits.readMillis(),
                                waits.writeMillis())
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(" "));
    }

    /** Empty if the text is no report. */
    public static Optional<StoreReport> parse(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != WORDS) {
            return Optional.empty();
        }
        try {
            long[] n = Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
            return Optional.of(new StoreReport(
                    words[0],
                    n[0],
                    n[1],
                    new StoreCounts(n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10], n[11]),
                    new LongestWaits(n[12], n[13])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
