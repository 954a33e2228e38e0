// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program of this machine, or one that {@code guests.sh} has unpacked into a directory, and how it is started there.
 * Immutable.
 *
 * @param file the program itself
 * @param prefix the first words of its command line, {@code file} the last of them
 */
public record FoundProgram(Path file, List<String> prefix) {
    private static final List<String> PLACES = List.of("usr/bin", "usr/sbin", "bin", "sbin");

    /**
     * The program of this name, of this machine or unpacked.
     *
     * @param unpacked what {@code guests.sh} has made, if anything
     */
    public static Optional<FoundProgram> find(String name, Optional<Path> unpacked) {
        Optional<FoundProgram> own = places().map(place -> place.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(file -> new FoundProgram(file, List.of(file.toString())));
        return own.or(() -> unpacked.flatMap(root -> findIn(root, name)));
    }

    private static Stream<Path> places() {
        Stream<Path> path = Arrays.stream(System.getenv("PATH").split(":", -1)).map(Path::of);
        return Stream.of(path, Stream.of(Path.of("/usr/sbin"), Path.of("/sbin")), postgres(Path.of("/")))
                .flatMap(places -> places);
    }

    private static Optional<FoundProgram> findIn(Path root, String name) {
        // first PostgreSQL's own: psql in usr/bin is a Perl program that needs to be installed
        return Stream.concat(postgres(root), PLACES.stream().map(root::resolve))
                .map(place -> place.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(file -> new FoundProgram(file, environment(root, name, file)));
    }

    /** Debian keeps one directory for each major version. */
    private static Stream<Path> postgres(Path root) {
        return list(root.resolve("usr/lib/postgresql")).map(version -> version.resolve("bin"));
    }

    private static List<String> environment(Path root, String name, Path file) {
        List<String> words = new ArrayList<>(List.of("/usr/bin/env", "LD_LIBRARY_PATH=" + libraries(root)));
        if (name.startsWith("python")) {
            words.add("PYTHONHOME=" + root.resolve("usr"));
        }
        words.add(file.toString());
        return List.copyOf(words);
    }

    /** {@code usr/lib/x86_64-linux-gnu} and its like. */
    private static String libraries(Path root) {
        return Stream.of("usr/lib", "lib")
                .map(root::resolve)
                .flatMap(FoundProgram::list)
                .filter(directory -> directory.getFileName().toString().endsWith("-linux-gnu"))
                .map(Path::toString)
                .reduce((one, other) -> one + ":" + other)
                .orElse("");
    }

    private static Stream<Path> list(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole command line. */
    public List<String> with(String... arguments) {
        return Stream.concat(prefix.stream(), Arrays.stream(arguments)).toList();
    }
}
