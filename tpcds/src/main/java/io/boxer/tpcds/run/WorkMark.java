// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * Marks the files of a run as its own while its process lives: a locked file among them. The kernel frees the lock however the process
 * ends, so the next run sees what a killed one left and removes it. Files without the mark are nobody's business: a store that was kept.
 */
final class WorkMark {
    private static final String NAME = "in-use";
    /** Never closed: the process's end does it. A channel that nobody refers to is closed by the garbage collector. */
    private static final Queue<FileChannel> HELD = new ConcurrentLinkedQueue<>();

    private WorkMark() {}

    /** Holds the mark until this process ends or {@link #remove} is called. */
    static void set(Path work) throws IOException {
        FileChannel channel = FileChannel.open(work.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        HELD.add(channel);
    }

    /** From now on the files are kept, whatever becomes of this process. */
    static void remove(Path work) {
        try {
            Files.deleteIfExists(work.resolve(NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The {@code work} directories of runs whose process is gone. */
    static List<RunDirectory> abandoned(Path runs) throws IOException {
        try (Stream<Path> paths = Files.list(runs)) {
            return paths.map(RunDirectory::new)
                    .filter(run -> isAbandoned(run.work()))
                    .toList();
        }
    }

    private static boolean isAbandoned(Path work) {
        try (FileChannel channel = FileChannel.open(work.resolve(NAME), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException | NoSuchFileException ownOrUnmarked) {
            return false;
        } catch (IOException e) {
            return false; // another user's, for instance
        }
    }
}
