// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.store;

/**
 * The longest waits of an interval, by reads and writes that ended in it; they may have begun before it. 0 if there were
 * none. Immutable.
 */
public record LongestWaits(long readMillis, long writeMillis) {
    public static final LongestWaits NONE = new LongestWaits(0, 0);

    /** Those of two intervals together. */
    public LongestWaits max(LongestWaits other) {
        return new LongestWaits(Math.max(readMillis, other.readMillis), Math.max(writeMillis, other.writeMillis));
    }
}
