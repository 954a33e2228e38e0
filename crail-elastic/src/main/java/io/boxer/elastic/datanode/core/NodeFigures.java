// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

/**
 * How a datanode stands.
 *
 * @param bytes written in all blocks here
 * @param leaseLeftNanos 0 or less: no write is acknowledged now
 */
public record NodeFigures(
        int blocks, long bytes, int freeMemorySlots, int freeSpillSlots, int tombstones, long leaseLeftNanos) {}
