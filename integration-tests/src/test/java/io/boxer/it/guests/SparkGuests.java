// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import io.boxer.tpcds.driver.TpcdsDriver;
import io.boxer.tpcds.spark.SparkHome;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Command lines of a Spark whose jars are those that the build has resolved. Immutable.
 *
 * @param home what Spark takes for its own directory
 */
record SparkGuests(SparkHome home) {
    /** Makes that directory out of links. */
    static SparkGuests link(Path directory) {
        try {
            Path jars = Files.createDirectories(directory.resolve("jars"));
            for (Path jar : jars()) {
                Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
            }
            return new SparkGuests(SparkHome.of(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> jars() {
        Path file = Path.of(System.getProperty("boxer.test.spark.path"));
        try {
            return Arrays.stream(Files.readString(file).strip().split(File.pathSeparator, -1))
                    .filter(entry -> entry.endsWith(".jar"))
                    .map(Path::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the build of the module tpcds writes " + file, e);
        }
    }

    /** The jar with the texts of the queries. */
    static Path queryTexts() {
        return jars().stream()
                .filter(jar -> jar.getFileName().toString().endsWith("-tests.jar"))
                .findFirst()
                .orElseThrow();
    }

    /** A master or a worker that listens under a name. */
    List<String> daemon(String mainClass, String host, int port, String... more) {
        List<String> words = java("-Xmx192m", home.classPath());
        words.add("org.apache.spark.deploy." + mainClass);
        words.addAll(List.of("--host", host, "--port", Integer.toString(port), "--webui-port", "8080"));
        words.addAll(List.of(more));
        return words;
    }

    /** The driver program of {@code ./boxer tpcds}, in the process of {@code spark-submit}. */
    List<String> submit(Map<String, String> settings, List<String> arguments) {
        List<String> words = java("-Xmx800m", home.classPath() + File.pathSeparator + classesOf(TpcdsDriver.class));
        words.add("org.apache.spark.deploy.SparkSubmit");
        settings.forEach((key, value) -> words.addAll(List.of("--conf", key + "=" + value)));
        words.addAll(List.of("--class", TpcdsDriver.class.getName(), "spark-internal"));
        words.addAll(arguments);
        return words;
    }

    private List<String> java(String heap, String classPath) {
        List<String> words = new ArrayList<>(List.of(
                "env",
                "SPARK_HOME=" + home.directory(),
                "SPARK_SCALA_VERSION=2.13",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                heap));
        words.addAll(home.moduleOptions());
        words.addAll(List.of("-cp", classPath));
        return words;
    }

    private static Path classesOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
