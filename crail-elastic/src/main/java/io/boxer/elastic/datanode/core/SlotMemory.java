// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import java.nio.ByteBuffer;

/**
 * Bytes of the slots: 0 to {@code memorySlots - 1} in memory, from there to {@code memorySlots + spillSlots - 1} on disk. A slot
 * keeps its old bytes when its block is gone; who may see them is the table's business (rule R7). Confined to the thread of
 * its {@link BlockTableCore}.
 */
public interface SlotMemory {
    int blockSizeBytes();

    int memorySlots();

    int spillSlots();

    /**
     * Called before a block is bound to the slot. May take a while at the first time, since the memory is then new.
     *
     * @return false if the slot cannot be had, such as on a full disk
     */
    boolean prepare(int slot);

    /** Copies all remaining bytes of {@code source}, whose position moves, to {@code offset} of the slot. */
    void put(int slot, int offset, ByteBuffer source);

    /** {@code length} bytes at {@code offset} of the slot: a view, good until the next call on this memory. */
    ByteBuffer get(int slot, int offset, int length);
}
