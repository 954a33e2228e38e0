// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.spark;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory with Spark's jars in {@code jars/}: one that the launcher filled from Maven, or any Spark distribution.
 * Immutable.
 *
 * @param directory absolute
 * @param version such as {@code 4.1.3}
 */
public record SparkHome(Path directory, String version) {
    private static final Pattern CORE = Pattern.compile("spark-core_2\\.13-(4\\.\\d+\\.\\d+[^/]*)\\.jar");

    /**
     * Looks into a directory.
     *
     * @throws BoxerException USER if no Spark 4 is there
     */
    public static SparkHome of(Path directory) {
        Path absolute = directory.toAbsolutePath();
        return new SparkHome(absolute, one(absolute.resolve("jars"), CORE).group(1));
    }

    /** For {@code -cp}. */
    public String classPath() {
        return directory.resolve("jars") + "/*";
    }

    /** The flags that this Spark wants on Java 17 and later; the list changes with its version, so Spark is asked. */
    public List<String> moduleOptions() {
        Path jars = directory.resolve("jars");
        String launcher =
                one(jars, Pattern.compile("spark-launcher_2\\.13-.*\\.jar")).group();
        try (URLClassLoader spark = new URLClassLoader(
                new URL[] {jars.resolve(launcher).toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Object options = spark.loadClass("org.apache.spark.launcher.JavaModuleOptions")
                    .getMethod("defaultModuleOptionArray")
                    .invoke(null);
            return List.of((String[]) options);
        } catch (IOException | ReflectiveOperationException e) {
            throw new BoxerException(
                    ErrorCode.USER,
                    "%s does not tell its Java options (%s); use a stock Spark 4".formatted(directory, e),
                    e);
        }
    }

    private static MatchResult one(Path directory, Pattern name) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> name.matcher(file.getFileName().toString()))
                    .filter(java.util.regex.Matcher::matches)
                    .map(java.util.regex.Matcher::toMatchResult)
                    .findFirst()
                    .orElseThrow(() -> BoxerException.user(
                            "%s has no %s; a Spark 4 for Scala 2.13 is needed", directory, name.pattern()));
        } catch (IOException e) {
            throw new BoxerException(
                    ErrorCode.USER, "%s cannot be read; a Spark has its jars there".formatted(directory), e);
        }
    }
}
