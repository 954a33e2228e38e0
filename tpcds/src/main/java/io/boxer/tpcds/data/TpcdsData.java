// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The cache of generated data. A data set is generated into a directory beside its own and renamed when it is whole, so
 * a directory with the right name is always a whole one; what a killed process left behind is deleted by the next.
 * Thread-safe across processes; within one process, one thread at a time.
 */
public final class TpcdsData {
    private static final String UNFINISHED = ".unfinished";

    private TpcdsData() {}

    /**
     * Finds the data set of this scale, or makes it: a minute or two at scale 1, on two cores.
     *
     * @param cache the directory that holds all of Boxer's caches; made if it is not there
     * @return a data set all of whose files were checked against their checksums
     * @throws BoxerException CAPACITY if the disk is too small or cannot be written
     */
    public static DataSet ensure(Path cache, ScaleFactor scale, Progress progress) {
        Versions versions = Versions.current();
        Path parent = cache.resolve("tpcds").toAbsolutePath();
        Path directory = parent.resolve(versions.directoryName(scale));
        try {
            Files.createDirectories(parent);
            Path lock = parent.resolve(directory.getFileName() + ".lock");
            return CacheLock.holding(lock, progress, () -> {
                Optional<DataSet> cached = find(directory, progress);
                return cached.isPresent() ? cached.get() : generate(directory, versions, scale, progress);
            });
        } catch (IOException e) {
            throw new BoxerException(
                    ErrorCode.CAPACITY,
                    "the data cache " + directory + " cannot be used: " + e + "; choose another cache directory",
                    e);
        }
    }

    private static Optional<DataSet> find(Path directory, Progress progress) throws IOException {
        if (!Files.exists(directory)) {
            return Optional.empty();
        }
        Optional<DataSet> found = whole(directory, progress);
        if (found.isEmpty()) {
            Directories.delete(directory);
        }
        return found;
    }

    private static Optional<DataSet> whole(Path directory, Progress progress) {
        try {
            DataSet found = DataSet.read(directory);
            Optional<String> damage = found.firstDamage();
            damage.ifPresent(reason -> progress.note("cached TPC-DS data is damaged, generating again: " + reason));
            return damage.isPresent() ? Optional.empty() : Optional.of(found);
        } catch (UncheckedIOException e) {
            progress.note("cached TPC-DS data is damaged, generating again: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static DataSet generate(Path directory, Versions versions, ScaleFactor scale, Progress progress)
            throws IOException {
        deleteUnfinished(directory);
        DiskSpace.check(directory.resolveSibling("."), scale);
        Path unfinished = Files.createTempDirectory(directory.getParent(), directory.getFileName() + UNFINISHED);
        Generation generation = new Generation(unfinished, scale, progress);
        Thread onExit = new Thread(() -> discard(generation, unfinished), "boxer-tpcds-exit");
        Runtime.getRuntime().addShutdownHook(onExit);
        try {
            List<TableData> tables = generation.run();
            DataSet.write(unfinished, new Manifest(versions.generator(), versions.writer(), scale.toString(), tables));
            Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
            return DataSet.read(directory);
        } catch (IOException | RuntimeException e) {
            discard(generation, unfinished);
            throw e;
        } finally {
            removeHook(onExit);
        }
    }

    /** Runs at Ctrl-C, too, and may be called twice. */
    private static void discard(Generation generation, Path unfinished) {
        generation.stop();
        try {
            Directories.delete(unfinished);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + unfinished + "; the next run will", e);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            // the hook runs at this moment: it was Ctrl-C that brought us here
        }
    }

    private static void deleteUnfinished(Path directory) throws IOException {
        try (DirectoryStream<Path> left =
                Files.newDirectoryStream(directory.getParent(), directory.getFileName() + UNFINISHED + "*")) {
            for (Path path : left) {
                Directories.delete(path);
            }
        }
    }
}
