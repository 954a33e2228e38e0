// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import io.boxer.cluster.process.JavaProgram;
import io.boxer.common.BoxerException;
import io.boxer.tpcds.spark.SparkHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the launcher prepared. Immutable.
 *
 * @param program to start daemons with
 * @param build directory with our jars
 * @param cache directory for everything that is made once
 * @param spark the Spark to run
 * @param queryTexts jar with the texts of the queries
 */
public record Installation(JavaProgram program, Path build, Path cache, SparkHome spark, Path queryTexts) {
    /** The jar that goes to {@code --jars}: the shaded one, if the build made one. */
    Path plugin() {
        return ourJar("crail-spark");
    }

    /** The jar with the driver program. */
    Path driver() {
        return ourJar("tpcds");
    }

    Path common() {
        return ourJar("boxer-common");
    }

    private Path ourJar(String module) {
        List<Path> jars = jarsNamed(module);
        return jars.stream()
                .filter(jar -> jar.toString().endsWith("-all.jar"))
                .findFirst()
                .or(() -> jars.stream().findFirst())
                .orElseThrow(() -> BoxerException.user(
                        "%s has no %s-….jar; remove the directory, and ./boxer builds it again", build, module));
    }

    private List<Path> jarsNamed(String module) {
        try (Stream<Path> files = Files.list(build)) {
            return files.filter(file -> file.getFileName().toString().matches(module + "-[0-9].*\\.jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
