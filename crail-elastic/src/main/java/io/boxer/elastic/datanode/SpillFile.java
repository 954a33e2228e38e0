// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import io.boxer.common.ErrorCode;
import io.boxer.elastic.datanode.core.SlotMemory;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slots in one file, whose name is removed as soon as it is open: it cannot outlive the process, however that ends. A slot is
 * filled with zeros before its first use, so a full disk shows when a block is placed, not when it is written.
 *
 * <p>Reads and writes block the caller for as long as the disk takes; with room in the page cache that is a copy. Confined to
 * the datanode's event loop.
 */
public final class SpillFile implements SlotMemory, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(SpillFile.class);

    private final int blockSizeBytes;
    private final int slots;
    private final Path directory;
    private final FileChannel file;
    private final ByteBuffer buffer;
    private final BitSet prepared = new BitSet();
    private boolean warned;

    private SpillFile(int blockSizeBytes, int slots, Path directory, FileChannel file) {
        this.blockSizeBytes = blockSizeBytes;
        this.slots = slots;
        this.directory = directory;
        this.file = file;
        this.buffer = ByteBuffer.allocateDirect(blockSizeBytes);
    }

    /**
     * Opens the file.
     *
     * @param directory is made if it is missing
     * @throws BoxerException USER if the file cannot be made there, or the disk has less room than {@code size}
     */
    public static SpillFile open(Path directory, DataSize size, int blockSizeBytes) {
        try {
            Files.createDirectories(directory);
            long room = directory.toFile().getUsableSpace();
            BoxerException.require(
                    size.toBytes() <= room,
                    "spill-size=%s is more than the %s that %s has free%n  use --spill-size %s, or another --spill",
                    size,
                    DataSize.ofBytes(room).rounded(),
                    directory,
                    DataSize.ofBytes(room / 2 / (1 << 20) * (1 << 20)));
            Path path = Files.createTempFile(directory, "boxer-spill-", ".bin");
            FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Files.delete(path);
            return new SpillFile(blockSizeBytes, (int) (size.toBytes() / blockSizeBytes), directory, file);
        } catch (IOException e) {
            throw new BoxerException(
                    ErrorCode.USER,
                    BoxerException.message("spill=%s: no file can be made there (%s); name another", directory, e),
                    e);
        }
    }

    @Override
    public int blockSizeBytes() {
        return blockSizeBytes;
    }

    @Override
    public int memorySlots() {
        return 0;
    }

    @Override
    public int spillSlots() {
        return slots;
    }

    @Override
    public boolean prepare(int slot) {
        if (prepared.get(slot)) {
            return true;
        }
        try {
            write(slot, 0, ByteBuffer.allocate(blockSizeBytes));
            prepared.set(slot);
            return true;
        } catch (UncheckedIOException e) {
            if (!warned) {
                warned = true;
                LOG.warn("spill={} takes no further blocks, {} are there", directory, prepared.cardinality(), e);
            }
            return false;
        }
    }

    @Override
    public void put(int slot, int offset, ByteBuffer source) {
        write(slot, offset, source);
    }

    @Override
    public ByteBuffer get(int slot, int offset, int length) {
        buffer.clear().limit(length);
        try {
            while (buffer.hasRemaining()) {
                if (file.read(buffer, position(slot, offset) + buffer.position()) < 0) {
                    throw new IOException("slot %d ends before %d + %d".formatted(slot, offset, length));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("spill=" + directory, e);
        }
        return buffer.flip();
    }

    private void write(int slot, int offset, ByteBuffer source) {
        long at = position(slot, offset);
        try {
            while (source.hasRemaining()) {
                at += file.write(source, at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("spill=" + directory, e);
        }
    }

    private long position(int slot, int offset) {
        return (long) slot * blockSizeBytes + offset;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
