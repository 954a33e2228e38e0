// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Direct buffers of one size, used again: the store reads and writes off-heap memory only.
 *
 * <p>Thread-safe. Who takes a buffer gives it back, once, and keeps no reference.
 */
public final class DirectBuffers {
    private final int size;
    private final LinkedBlockingQueue<ByteBuffer> free;

    /**
     * No buffer yet.
     *
     * @param size of each buffer, in bytes
     * @param kept how many are kept for the next taker; more may be out at a time
     */
    public DirectBuffers(int size, int kept) {
        this.size = size;
        this.free = new LinkedBlockingQueue<>(kept);
    }

    public ByteBuffer take() {
        ByteBuffer buffer = free.poll();
        return buffer == null ? ByteBuffer.allocateDirect(size) : buffer.clear();
    }

    public void giveBack(ByteBuffer buffer) {
        // a full queue leaves the buffer to the garbage collector
        boolean unused = free.offer(buffer);
    }
}
