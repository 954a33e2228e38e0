// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

/**
 * Block ids of containers. A container has no block on any datanode: its directory records live in the namenode, and the tier
 * turns reads and writes of a virtual block into READ_RECORDS and WRITE_RECORD.
 */
public final class VirtualBlocks {
    /** Set in the id of a virtual block; the other bits are the container's fd. */
    public static final long DIRECTORY_BIT = 1L << 63;

    private VirtualBlocks() {}

    public static boolean isVirtual(long block) {
        return (block & DIRECTORY_BIT) != 0;
    }

    public static long ofContainer(long fd) {
        if (fd < 0) {
            throw new IllegalArgumentException("fd=%d is negative: no file has such a number".formatted(fd));
        }
        return DIRECTORY_BIT | fd;
    }

    /** @return the container's fd */
    public static long container(long virtualBlock) {
        return virtualBlock & ~DIRECTORY_BIT;
    }
}
