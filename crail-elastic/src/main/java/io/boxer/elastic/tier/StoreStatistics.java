// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

/**
 * What one store did since it was opened. Reads and writes are those of one block each, directory records not counted.
 *
 * @param reads that ended with all their bytes
 * @param writes that were acknowledged
 * @param failures operations that ended in an error
 * @param redirects answers MOVED that were followed
 * @param retries attempts that ended without an answer, or with "again"
 * @param resolves questions to the namenode where a block is
 * @param waits back-off pauses
 * @param namenodeRetries questions to the namenode that had to be asked again
 * @param longestReadMillis from the first attempt to the last byte, of the reader that waited longest: its stall
 * @param longestWriteMillis the same for writers
 */
public record StoreStatistics(
        long reads,
        long writes,
        long bytesRead,
        long bytesWritten,
        long failures,
        long redirects,
        long retries,
        long resolves,
        long waits,
        long namenodeRetries,
        long longestReadMillis,
        long longestWriteMillis) {}
