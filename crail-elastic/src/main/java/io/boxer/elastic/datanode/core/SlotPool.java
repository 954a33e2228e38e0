// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/**
 * The free slots: memory first, disk only when no memory is free. A slot that was given back is taken again first, because its
 * memory is warm. Confined to the thread of its table.
 */
final class SlotPool {
    private final SlotMemory memory;
    private final Deque<Integer> freeMemory = new ArrayDeque<>();
    private final Deque<Integer> freeSpill = new ArrayDeque<>();

    SlotPool(SlotMemory memory) {
        this.memory = memory;
        for (int slot = 0; slot < memory.memorySlots(); slot++) {
            freeMemory.addLast(slot);
        }
        for (int slot = 0; slot < memory.spillSlots(); slot++) {
            freeSpill.addLast(memory.memorySlots() + slot);
        }
    }

    OptionalInt take() {
        OptionalInt slot = takeFrom(freeMemory);
        return slot.isPresent() ? slot : takeFrom(freeSpill);
    }

    private OptionalInt takeFrom(Deque<Integer> free) {
        if (free.isEmpty() || !memory.prepare(free.getFirst())) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(free.removeFirst());
    }

    void giveBack(int slot) {
        (slot < memory.memorySlots() ? freeMemory : freeSpill).addFirst(slot);
    }

    int freeMemorySlots() {
        return freeMemory.size();
    }

    int freeSpillSlots() {
        return freeSpill.size();
    }
}
