// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.read;

import io.boxer.spark.container.CorruptSegmentException;
import io.boxer.spark.container.SegmentIndex;

/**
 * The wanted part of a map output, whole and verified.
 *
 * @param firstEntry first wanted entry of the index
 * @param endEntry after the last wanted one
 * @param bytes from the first wanted entry's start to the last one's end
 */
record FetchedOutput(WantedOutput wanted, SegmentIndex index, int firstEntry, int endEntry, ChunkedBytes bytes) {
    /** Where an entry starts in {@link #bytes}. */
    long start(int entry) {
        return index.start(entry) - index.start(firstEntry);
    }

    void verify() throws CorruptSegmentException {
        for (int entry = firstEntry; entry < endEntry; entry++) {
            if (bytes.checksum(start(entry), index.length(entry)) != index.checksum(entry)) {
                throw new CorruptSegmentException(wanted.output() + " partition " + index.partition(entry)
                        + ": checksum of " + index.length(entry) + " bytes differs");
            }
        }
    }
}
