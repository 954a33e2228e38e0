// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import io.boxer.common.BoxerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks the files of a run as its own while its process lives: a locked file among them. The kernel frees the lock however the process
 * ends, so the next run sees what a killed one left and removes it. Files without the mark are nobody's business: a store that was kept.
 *
 * <p>One run a process: a process that opens and closes a file loses its own lock on it (fcntl(2)).
 */
final class WorkMark {
    private static final Logger LOG = LoggerFactory.getLogger(WorkMark.class);
    private static final String NAME = "in-use";
    /** Never closed: the process's end does it. A channel that nobody refers to is closed by the garbage collector. */
    private static final Queue<FileChannel> HELD = new ConcurrentLinkedQueue<>();

    private WorkMark() {}

    /** Holds the mark until this process ends or {@link #remove} is called. The file is locked before it has its name. */
    static void set(Path work) throws IOException {
        Path file = Files.createTempFile(work, NAME, ".tmp");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        channel.lock();
        HELD.add(channel);
        Files.move(file, work.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    /** From now on the files are kept, whatever becomes of this process. */
    static void remove(Path work) {
        try {
            Files.deleteIfExists(work.resolve(NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Cleans up after runs whose process is gone; the lock keeps others from doing the same meanwhile. What cannot be cleaned up stays,
     * with a line in the log.
     */
    static void forEachAbandoned(Path runs, Consumer<RunDirectory> clean) throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.list(runs)) {
            paths = all.toList();
        }
        for (Path path : paths) {
            RunDirectory run = new RunDirectory(path);
            try (FileChannel channel = FileChannel.open(run.work().resolve(NAME), StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock != null) {
                    clean.accept(run);
                }
            } catch (OverlappingFileLockException | NoSuchFileException ownOrUnmarked) {
                LOG.trace("run={} is in use or was kept", path);
            } catch (IOException | BoxerException e) {
                LOG.warn("run={} left files that cannot be removed: {}", path, e.getMessage());
            }
        }
    }
}
