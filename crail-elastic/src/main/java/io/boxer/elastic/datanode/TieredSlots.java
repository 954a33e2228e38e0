// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.elastic.datanode.core.SlotMemory;
import java.nio.ByteBuffer;

/** Memory and disk as one row of slots, memory first. Confined to the datanode's event loop. */
record TieredSlots(SlotMemory memory, SlotMemory spill) implements SlotMemory {
    @Override
    public int blockSizeBytes() {
        return memory.blockSizeBytes();
    }

    @Override
    public int memorySlots() {
        return memory.memorySlots();
    }

    @Override
    public int spillSlots() {
        return spill.spillSlots();
    }

    @Override
    public boolean prepare(int slot) {
        return tier(slot).prepare(index(slot));
    }

    @Override
    public void put(int slot, int offset, ByteBuffer source) {
        tier(slot).put(index(slot), offset, source);
    }

    @Override
    public ByteBuffer get(int slot, int offset, int length) {
        return tier(slot).get(index(slot), offset, length);
    }

    private SlotMemory tier(int slot) {
        return slot < memorySlots() ? memory : spill;
    }

    private int index(int slot) {
        return slot < memorySlots() ? slot : slot - memorySlots();
    }
}
