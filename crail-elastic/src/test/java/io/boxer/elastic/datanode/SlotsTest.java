// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import io.boxer.elastic.datanode.core.SlotMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotsTest {
    private static final int BLOCK = 1 << 20;

    @TempDir
    private static Path directory;

    @Test
    void eachSlotOfSlabsKeepsItsOwnBytes() {
        keepsItsOwnBytes(new SlabMemory(BLOCK, 10), 10);
    }

    @Test
    void eachSlotOfASpillFileKeepsItsOwnBytes() throws IOException {
        try (SpillFile spill = SpillFile.open(directory, DataSize.parse("5MiB"), BLOCK)) {
            keepsItsOwnBytes(spill, 5);
        }
    }

    @Test
    void eachSlotOfMemoryAndDiskKeepsItsOwnBytes() throws IOException {
        try (SpillFile spill = SpillFile.open(directory, DataSize.parse("2MiB"), BLOCK)) {
            TieredSlots tiers = new TieredSlots(new SlabMemory(BLOCK, 3), spill);

            assertThat(tiers.memorySlots()).isEqualTo(3);
            assertThat(tiers.spillSlots()).isEqualTo(2);
            keepsItsOwnBytes(tiers, 5);
        }
    }

    private static void keepsItsOwnBytes(SlotMemory memory, int slots) {
        for (int slot = 0; slot < slots; slot++) {
            assertThat(memory.prepare(slot)).isTrue();
            memory.put(slot, 0, bytes("first of " + slot));
            memory.put(slot, BLOCK - 10, bytes("end of  " + slot + "."));
        }
        for (int slot = 0; slot < slots; slot++) {
            assertThat(text(memory.get(slot, 0, 10))).isEqualTo("first of " + slot);
            assertThat(text(memory.get(slot, BLOCK - 10, 10))).isEqualTo("end of  " + slot + ".");
        }
    }

    @Test
    void slabsAreMadeAheadOfNeedAndAtNeed() {
        SlabMemory memory = new SlabMemory(BLOCK, 10);
        assertThat(memory.warmBytes()).isZero();

        memory.prepare(9);
        assertThat(memory.warmBytes()).isEqualTo(2 * BLOCK);
        memory.put(9, 0, bytes("kept"));

        memory.warmUp();
        assertThat(memory.warmBytes()).isEqualTo(10 * BLOCK);
        assertThat(text(memory.get(9, 0, 4))).isEqualTo("kept");
    }

    @Test
    void aSlotDoesNotReachIntoItsNeighbour() {
        SlabMemory memory = new SlabMemory(BLOCK, 2);
        memory.prepare(0);

        assertThatThrownBy(() -> memory.get(0, BLOCK - 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.get(0, -1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void theSpillFileHasNoNameSoThatNothingIsLeftOfAKilledNode() throws IOException {
        Path spill = directory.resolve("nameless");
        try (SpillFile file = SpillFile.open(spill, DataSize.parse("1MiB"), BLOCK)) {
            file.prepare(0);

            assertThat(spill).isEmptyDirectory();
        }
    }

    @Test
    void moreSpillThanTheDiskHasFreeIsRefused() {
        assertThatThrownBy(() -> SpillFile.open(directory, DataSize.parse("4000TiB"), BLOCK))
                .isInstanceOf(BoxerException.class)
                .hasMessageContaining("spill-size=4000TiB is more than the")
                .hasMessageContaining("use --spill-size");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static String text(ByteBuffer bytes) {
        return US_ASCII.decode(bytes).toString();
    }
}
