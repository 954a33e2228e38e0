// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import java.nio.ByteBuffer;

/** Slots as arrays; a slot keeps its old bytes on purpose. */
public final class ArraySlots implements SlotMemory {
    private final int blockSizeBytes;
    private final int memorySlots;
    private final byte[][] slots;
    private boolean diskIsFull;

    public ArraySlots(int blockSizeBytes, int memorySlots, int spillSlots) {
        this.blockSizeBytes = blockSizeBytes;
        this.memorySlots = memorySlots;
        this.slots = new byte[memorySlots + spillSlots][blockSizeBytes];
    }

    public void fillDisk() {
        diskIsFull = true;
    }

    @Override
    public int blockSizeBytes() {
        return blockSizeBytes;
    }

    @Override
    public int memorySlots() {
        return memorySlots;
    }

    @Override
    public int spillSlots() {
        return slots.length - memorySlots;
    }

    @Override
    public boolean prepare(int slot) {
        return slot < memorySlots || !diskIsFull;
    }

    @Override
    public void put(int slot, int offset, ByteBuffer source) {
        source.get(slots[slot], offset, source.remaining());
    }

    @Override
    public ByteBuffer get(int slot, int offset, int length) {
        return ByteBuffer.wrap(slots[slot], offset, length).slice().asReadOnlyBuffer();
    }
}
