// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.driver;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * Runs the driver program as spark-submit does, in a process whose class path is Spark's jars and this module's classes
 * only: a class of any other library fails here, as it would in a cluster.
 */
final class LocalSpark {
    private static final Pattern NOT_SPARKS = Pattern.compile(
            "/(boxer-[^/]*|crail-[^/]*|spot-manager[^/]*|test-classes|duckdb[^/]*|tpcds-1[^/]*|micrometer[^/]*|prometheus[^/]*"
                    + "|assertj[^/]*|awaitility[^/]*|junit[^/]*|jspecify[^/]*|[^/]*-tests\\.jar|surefire[^/]*)(/|$)");

    private LocalSpark() {}

    /** Returns the events once the process has ended by itself. */
    static List<DriverEvent> run(Path directory, Map<String, String> settings, String... arguments) throws Exception {
        Path events = directory.resolve("events.jsonl");
        Path log = directory.resolve("spark.log");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g"));
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of("-cp", classPath(), "org.apache.spark.deploy.SparkSubmit", "--master", "local[2]"));
        settings.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        command.addAll(List.of("--class", TpcdsDriver.class.getName(), "spark-internal"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--events", "file:" + events));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        Process process = builder.start();
        try {
            if (!process.waitFor(9, TimeUnit.MINUTES)) {
                throw new IllegalStateException("Spark still runs after 9 minutes: " + tail(log));
            }
            if (!Files.exists(events)) {
                throw new IllegalStateException("Spark did not start: " + tail(log));
            }
            return Files.readAllLines(events).stream().map(DriverEvent::parse).toList();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String classPath() throws URISyntaxException {
        Path ours = Path.of(TpcdsDriver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Stream<String> sparks = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !NOT_SPARKS.matcher(entry).find())
                .filter(entry -> entry.endsWith(".jar"));
        return Stream.concat(Stream.of(ours.toString()), sparks).collect(Collectors.joining(File.pathSeparator));
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
