// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.run;

import io.boxer.common.BoxerException;
import io.boxer.common.process.JavaProgram;
import io.boxer.tpcds.spark.SparkHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    /** The jar that goes to {@code --jars}: the one with all that the shuffle needs beside Spark. */
    Path plugin() {
        return jar("crail-spark-[0-9].*-spark4_2\\.13\\.jar");
    }

    /** The jar with the driver program. */
    Path driver() {
        return jar("tpcds-[0-9].*\\.jar");
    }

    Path common() {
        return jar("boxer-common-[0-9].*\\.jar");
    }

    private Path jar(String name) {
        try (Stream<Path> files = Files.list(build)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .findFirst()
                    .orElseThrow(() -> BoxerException.user(
                            "%s has no %s; remove the directory, and ./boxer builds it again", build, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
