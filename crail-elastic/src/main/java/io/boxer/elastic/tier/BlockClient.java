// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads and writes blocks, wherever they are by now, in the calling thread.
 *
 * @param silenceNanos how long one attempt may wait for a byte
 */
record BlockClient(
        ConnectionPool datanodes,
        NamenodeClient namenode,
        LocationCache locations,
        SilentNodes silentNodes,
        TierStatistics statistics,
        long silenceNanos) {
    /**
     * Performs one operation to its end.
     *
     * @param held where the caller believes the block to be
     * @param buffer lent: what remains in it is sent or filled; its position and limit stay
     * @throws BlockLostException if the bytes are gone for ever
     * @throws java.io.FileNotFoundException if the file was deleted
     * @throws FencedException if another writer has taken over
     * @throws java.io.EOFException if nobody wrote these bytes
     * @throws OperationTimeoutException at the deadline
     */
    void perform(
            BlockOperation operation,
            Optional<Location> held,
            ByteBuffer buffer,
            long deadlineNanos,
            BufferGuard guard,
            OperationTrace trace)
            throws IOException {
        long start = System.nanoTime();
        Optional<Location> known =
                locations.newest(operation.block(), held).filter(place -> !silentNodes.isDoubtful(place.node(), start));
        ClientOperationCore core = new ClientOperationCore(operation, known, start, deadlineNanos);
        try (OperationRun run = new OperationRun(this, operation, buffer, core, guard, trace)) {
            run.toTheEnd();
            statistics.succeeded(operation, System.nanoTime() - start);
        } catch (IOException failure) {
            statistics.failed(operation, System.nanoTime() - start);
            throw failure;
        }
    }
}
