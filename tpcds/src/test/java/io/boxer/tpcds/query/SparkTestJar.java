// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.query;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Finds the jar with Spark's query texts, which Maven puts on the class path of the tests. */
public final class SparkTestJar {
    private SparkTestJar() {}

    public static Path path() {
        try {
            URL text = Objects.requireNonNull(SparkTestJar.class.getResource("/tpcds/q1.sql"));
            return Path.of(
                    ((JarURLConnection) text.openConnection()).getJarFile().getName());
        } catch (IOException e) {
            throw new IllegalStateException("Spark's tests jar is not on the class path", e);
        }
    }
}
