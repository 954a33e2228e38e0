// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.spark;

import java.nio.file.Path;
import java.util.List;

/**
 * What a Spark cluster is made of. Immutable.
 *
 * @param java the program {@code java}
 * @param ourJars the jars with the driver program and what it needs of ours
 * @param work directory for Spark's temporary files, which are many
 * @param logs directory for the output of its processes
 */
public record SparkPlaces(SparkHome home, Path java, List<Path> ourJars, Path work, Path logs) {
    public SparkPlaces {
        ourJars = List.copyOf(ourJars);
    }
}
