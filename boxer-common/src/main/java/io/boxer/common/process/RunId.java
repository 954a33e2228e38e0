// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The mark that every process of one cluster carries on its command line, children of children included, so that
 * whoever ends the cluster finds all of them. Immutable.
 *
 * @param value 36 characters
 */
public record RunId(String value) {
    public static RunId random() {
        return new RunId(UUID.randomUUID().toString());
    }

    /** For the command line of each JVM of the cluster. */
    public String jvmFlag() {
        return "-Dboxer.run=" + value;
    }

    /** Every process of this machine that carries the mark, this one not counted. */
    public List<ProcessId> processes() {
        try (Stream<Path> directories = Files.list(Path.of("/proc"))) {
            return directories
                    .map(directory -> directory.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(Long::parseLong)
                    .filter(pid -> pid != ProcessHandle.current().pid())
                    .map(ProcessId::of)
                    .flatMap(Optional::stream)
                    .filter(process -> process.commandLine().contains(jvmFlag()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("/proc cannot be read: is this Linux?", e);
        }
    }
}
