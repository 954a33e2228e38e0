// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.elastic.datanode.core.SlotMemory;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Slots outside the heap, in slabs of {@value #SLAB_BYTES} bytes or one block. The first touch of a page may cost milliseconds
 * per MiB, so {@link #warmUp} makes the slabs ahead of need, in the order in which slots are handed out; the node serves
 * meanwhile. A slab, once made, stays until the process ends.
 *
 * <p>One thread reads and writes slots; {@link #warmUp} runs on another and touches only slabs that nobody has yet.
 */
public final class SlabMemory implements SlotMemory {
    private static final int SLAB_BYTES = 4 << 20;

    private final int blockSizeBytes;
    private final int slots;
    private final int slotsPerSlab;
    private final AtomicReferenceArray<ByteBuffer> slabs;
    private volatile boolean stopped;

    public SlabMemory(int blockSizeBytes, int slots) {
        this.blockSizeBytes = blockSizeBytes;
        this.slots = slots;
        this.slotsPerSlab = Math.max(1, SLAB_BYTES / blockSizeBytes);
        this.slabs = new AtomicReferenceArray<>((slots + slotsPerSlab - 1) / slotsPerSlab);
    }

    /** Makes all slabs, one after the other, until it is done or {@link #stop}ped; may be called on any one thread. */
    public void warmUp() {
        for (int index = 0; index < slabs.length() && !stopped; index++) {
            make(index);
        }
    }

    public void stop() {
        stopped = true;
    }

    /** Under a lock, so the loop waits for at most the slab that is being made, and makes none twice. */
    private synchronized void make(int index) {
        if (slabs.get(index) == null) {
            int count = Math.min(slotsPerSlab, slots - index * slotsPerSlab);
            slabs.set(index, ByteBuffer.allocateDirect(count * blockSizeBytes));
        }
    }

    /** Bytes that are there already. */
    public long warmBytes() {
        long warm = 0;
        for (int index = 0; index < slabs.length(); index++) {
            ByteBuffer slab = slabs.get(index);
            warm += slab == null ? 0 : slab.capacity();
        }
        return warm;
    }

    @Override
    public int blockSizeBytes() {
        return blockSizeBytes;
    }

    @Override
    public int memorySlots() {
        return slots;
    }

    @Override
    public int spillSlots() {
        return 0;
    }

    @Override
    public boolean prepare(int slot) {
        int index = slot / slotsPerSlab;
        if (slabs.get(index) == null) {
            make(index);
        }
        return true;
    }

    @Override
    public void put(int slot, int offset, ByteBuffer source) {
        get(slot, offset, source.remaining()).put(source);
    }

    @Override
    public ByteBuffer get(int slot, int offset, int length) {
        if (offset < 0 || length < 0 || offset > blockSizeBytes - length) {
            throw new IndexOutOfBoundsException(
                    "offset=%d length=%d in a slot of %d bytes".formatted(offset, length, blockSizeBytes));
        }
        ByteBuffer slab = slabs.get(slot / slotsPerSlab);
        return slab.slice(slot % slotsPerSlab * blockSizeBytes + offset, length);
    }
}
