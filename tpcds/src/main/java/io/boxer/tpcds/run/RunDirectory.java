// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The place of one run: {@code runs/0007} in the cache. Logs and reports stay; {@link #work} goes with the run. Immutable.
 *
 * @param path absolute
 */
record RunDirectory(Path path) {
    private static final int MOST = 100_000;

    /** The next number that is free; two runs at a time get two numbers. What killed runs left is removed. */
    static RunDirectory next(Path cache) {
        Path runs = cache.toAbsolutePath().resolve("runs");
        try {
            Files.createDirectories(runs);
            WorkMark.forEachAbandoned(runs, RunDirectory::clean);
            for (int number = last(runs) + 1; number < MOST; number++) {
                Path path = runs.resolve("%04d".formatted(number));
                if (create(path)) {
                    RunDirectory directory = new RunDirectory(path);
                    Files.createDirectories(directory.logs());
                    Files.createDirectories(directory.work());
                    WorkMark.set(directory.work());
                    return directory;
                }
            }
        } catch (IOException e) {
            throw new BoxerException(ErrorCode.USER, "%s cannot be written: %s".formatted(runs, e.getMessage()), e);
        }
        throw BoxerException.user("%s is full; remove old runs from it", runs);
    }

    Path logs() {
        return path.resolve("logs");
    }

    /** Spark's and the store's files, which are worth nothing afterwards. */
    Path work() {
        return path.resolve("work");
    }

    /** What is left when nobody uses {@link #work} any more: logs and reports. */
    void clean() {
        keepLogs();
        removeWork();
    }

    /** The store lives on, with its files. */
    void keepWork() {
        WorkMark.remove(work());
    }

    /** The daemons of the store log below {@link #work}; what they said is worth keeping. */
    void keepLogs() {
        Path storeLogs = work().resolve("store").resolve("logs");
        if (Files.isDirectory(storeLogs)) {
            try {
                Files.move(storeLogs, logs().resolve("store"));
            } catch (IOException e) {
                throw new BoxerException(
                        ErrorCode.USER, "%s cannot be moved: %s".formatted(storeLogs, e.getMessage()), e);
            }
        }
    }

    /** Harmless twice. */
    void removeWork() {
        if (!Files.exists(work())) {
            return;
        }
        try (Stream<Path> files = Files.walk(work())) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new BoxerException(ErrorCode.USER, "%s cannot be removed: %s".formatted(work(), e.getMessage()), e);
        }
    }

    private static int last(Path runs) throws IOException {
        try (Stream<Path> files = Files.list(runs)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d{4,5}"))
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElse(0);
        }
    }

    private static boolean create(Path path) throws IOException {
        try {
            Files.createDirectory(path);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
    }
}
