// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.store;

/**
 * What one client of a store did since it connected. Reads and writes are those of one block each. Immutable.
 *
 * @param reads that ended with all their bytes
 * @param writes that were acknowledged
 * @param failures reads and writes that ended in an error
 * @param redirects answers "it has moved" that were followed
 * @param retries attempts that ended without an answer, or with "again"
 * @param waits pauses between attempts
 * @param resolves questions where a block is
 * @param namenodeRetries questions to the namenode that had to be asked again
 */
public record StoreCounts(
        long reads,
        long writes,
        long bytesRead,
        long bytesWritten,
        long failures,
        long redirects,
        long retries,
        long waits,
        long resolves,
        long namenodeRetries) {
    public static final StoreCounts NONE = new StoreCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public StoreCounts plus(StoreCounts other) {
        return new StoreCounts(
                reads + other.reads,
                writes + other.writes,
                bytesRead + other.bytesRead,
                bytesWritten + other.bytesWritten,
                failures + other.failures,
                redirects + other.redirects,
                retries + other.retries,
                waits + other.waits,
                resolves + other.resolves,
                namenodeRetries + other.namenodeRetries);
    }
}
