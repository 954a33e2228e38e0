// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.elastic.datanode.core.ArraySlots;
import io.boxer.elastic.datanode.core.SlotMemory;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/** Few slots, so that they are used again and again, with the bytes of their earlier blocks in them, over restarts too. */
final class SimSlots implements SlotMemory {
    private final ArraySlots slots;
    private final Marks marks;
    private final Set<Integer> used = new HashSet<>();

    SimSlots(Marks marks, int memorySlots, int spillSlots) {
        this.marks = marks;
        this.slots = new ArraySlots(World.BLOCK_BYTES, memorySlots, spillSlots);
    }

    void fillDisk() {
        slots.fillDisk();
    }

    @Override
    public int blockSizeBytes() {
        return slots.blockSizeBytes();
    }

    @Override
    public int memorySlots() {
        return slots.memorySlots();
    }

    @Override
    public int spillSlots() {
        return slots.spillSlots();
    }

    @Override
    public boolean prepare(int slot) {
        if (!used.add(slot)) {
            marks.hit(Marks.Mark.SLOT_RECYCLED);
        }
        if (slot >= memorySlots()) {
            marks.hit(Marks.Mark.SPILLED);
        }
        return slots.prepare(slot);
    }

    @Override
    public void put(int slot, int offset, ByteBuffer source) {
        slots.put(slot, offset, source);
    }

    @Override
    public ByteBuffer get(int slot, int offset, int length) {
        return slots.get(slot, offset, length);
    }
}
