// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import java.util.List;

/** What became of a request. */
sealed interface FetchOutcome {
    /** Every output of the request, whole. */
    record Fetched(FetchRequest request, List<FetchedOutput> outputs) implements FetchOutcome {}

    /**
     * The first output that could not be had.
     *
     * @param cause what the store said last
     */
    record Failed(WantedOutput output, Throwable cause) implements FetchOutcome {}
}
