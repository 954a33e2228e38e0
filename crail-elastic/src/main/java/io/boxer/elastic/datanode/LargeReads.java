// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/** A block comes in few reads: buffers grow to a MiB with what a connection brings. */
final class LargeReads {
    private static final int SMALLEST_BYTES = 1024;
    private static final int FIRST_BYTES = 16 * 1024;
    private static final int LARGEST_BYTES = 1 << 20;

    private LargeReads() {}

    static RecvByteBufAllocator allocator() {
        return new AdaptiveRecvByteBufAllocator(SMALLEST_BYTES, FIRST_BYTES, LARGEST_BYTES);
    }
}
