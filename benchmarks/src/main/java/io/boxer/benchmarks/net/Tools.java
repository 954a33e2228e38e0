// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.common.process.JavaProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the benchmark starts. Immutable.
 *
 * @param directory of libboxer-shim.so, boxer-init and boxer-measure
 * @param boxer the Java program that has the commands {@code supervisor}, {@code coordinator} and {@code relay}
 * @param supervisorFlags of their JVMs
 * @param guests where programs are unpacked that this machine does not have
 */
public record Tools(Path directory, JavaProgram boxer, List<String> supervisorFlags, Optional<Path> guests) {
    public Tools {
        supervisorFlags = List.copyOf(supervisorFlags);
    }

    /** The command line of a daemon. */
    List<String> daemon(String name, List<String> options) {
        return Words.of(
                List.of(boxer.java().toString()),
                supervisorFlags,
                List.of("-cp", boxer.classPath(), boxer.mainClass(), name),
                options);
    }
}
