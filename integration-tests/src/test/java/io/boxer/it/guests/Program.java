// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.junit.jupiter.api.Assumptions.abort;

import io.boxer.benchmarks.net.FoundProgram;
import java.nio.file.Path;
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
record Program(Path file, List<String> prefix) {
    /** What {@code guests.sh} has made, if anything. */
    static Optional<Path> unpacked() {
        return Optional.ofNullable(System.getProperty("boxer.guests"))
                .filter(name -> !name.isBlank())
                .map(Path::of);
    }

    /**
     * The program of this name. If it is nowhere, the calling test or class is skipped.
     *
     * @param untested what is not tested without it
     */
    static Program need(String name, String untested) {
        return find(name).orElseGet(() -> abort("not tested, for want of " + name + ": " + untested));
    }

    static Optional<Program> find(String name) {
        return FoundProgram.find(name, unpacked()).map(found -> new Program(found.file(), found.prefix()));
    }

    /** The whole command line. */
    List<String> with(String... arguments) {
        return Stream.concat(prefix.stream(), Arrays.stream(arguments)).toList();
    }
}
