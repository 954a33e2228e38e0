// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import static io.boxer.common.BoxerException.require;

import io.boxer.common.DataSize;
import io.boxer.elastic.datanode.core.SlotMemory;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The slots of a node as its settings want them. The slots themselves belong to the event loop. */
record StoreSlots(SlabMemory slabs, Optional<SpillFile> spill) implements Closeable {
    /**
     * Takes nothing yet but the name of the spill file; see {@link #warmUp}.
     *
     * @param memoryBytes granted by {@link FreeMemory}
     * @throws io.boxer.common.BoxerException USER if a block does not fit, or the disk is too small
     */
    static StoreSlots open(DatanodeSettings settings, long memoryBytes, int blockSizeBytes) {
        require(
                memoryBytes >= blockSizeBytes,
                "memory=%s is less than one block of %s; use --memory 64MiB or more",
                DataSize.ofBytes(memoryBytes),
                DataSize.ofBytes(blockSizeBytes));
        DirectMemoryLimit.ofThisJvm().check(memoryBytes);
        return new StoreSlots(
                new SlabMemory(blockSizeBytes, (int) (memoryBytes / blockSizeBytes)),
                settings.spill().map(directory -> SpillFile.open(directory, settings.spillSize(), blockSizeBytes)));
    }

    SlotMemory all() {
        return spill.<SlotMemory>map(disk -> new TieredSlots(slabs, disk)).orElse(slabs);
    }

    /** Touches all memory on a thread of its own, {@code boxer-slabs-1}, which ends with the last slab. */
    void warmUp() {
        Thread thread = new Thread(slabs::warmUp, "boxer-slabs-1");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        slabs.stop();
        if (spill.isPresent()) {
            spill.get().close();
        }
    }
}
