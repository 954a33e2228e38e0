// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.write;

import java.io.IOException;

/** Asks whoever decides whether a shuffle may (still) be written, and makes its directory if so. Thread-safe. */
@FunctionalInterface
public interface ShuffleDirectories {
    /**
     * Makes the shuffle's directory.
     *
     * @throws IOException if the shuffle was removed for good: a late writer, whose output nobody will read
     */
    void open(int shuffleId) throws IOException;
}
