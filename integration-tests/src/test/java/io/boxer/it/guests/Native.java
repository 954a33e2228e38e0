// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The C programs as this build has made them. Stateless. */
final class Native {
    private Native() {}

    /** Copies them to where every user of the machine can read them, and returns boxer-init there. */
    static Path copyTo(Path directory) {
        Path built = Path.of(System.getProperty("boxer.native"), "linux-" + architecture());
        try {
            Files.createDirectories(directory);
            for (String name : new String[] {"libboxer-shim.so", "boxer-init"}) {
                Files.copy(built.resolve(name), directory.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("net-shim is not built: " + built, e);
        }
        return directory.resolve("boxer-init");
    }

    /** The program that measures. */
    static void copyMeasureTo(Path directory) {
        Path built = Path.of(System.getProperty("boxer.measure"), "linux-" + architecture(), "boxer-measure");
        try {
            Files.copy(built, directory.resolve("boxer-measure"), StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException("benchmarks is not built: " + built, e);
        }
    }

    /** As {@code uname -m} says it. */
    private static String architecture() {
        String name = System.getProperty("os.arch");
        return name.equals("amd64") ? "x86_64" : name;
    }
}
