// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Command lines of Java programs on the class path of the tests. Stateless. */
final class JavaProgram {
    private static final List<String> SMALL = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"));

    private JavaProgram() {}

    /** Boxer's own, of this build. */
    static io.boxer.common.process.JavaProgram ours() {
        return io.boxer.common.process.JavaProgram.current("io.boxer.cli.BoxerCli");
    }

    static List<String> command(String mainClass, String... arguments) {
        return Stream.of(SMALL.stream(), Stream.of(mainClass), Stream.of(arguments))
                .flatMap(words -> words)
                .toList();
    }
}
