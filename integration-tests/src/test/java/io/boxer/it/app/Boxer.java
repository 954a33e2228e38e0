// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The launcher {@code ./boxer} as a user runs it, but with the classes of this build and with state and key of its own.
 * Closing fails if a process or a file of an application is left. Confined to the thread of the test.
 */
final class Boxer implements AutoCloseable {
    private static final long LIMIT_SECONDS = 90;

    /** The real script without its last line, which runs it; nothing is built. */
    private static final String LAUNCHER =
            "launcher=$1; shift; source \"$launcher\"; build_if_changed() { build_dir=$BUILT; }; main \"$@\"";

    private final Path directory;

    /** What a command has said and how it ended. */
    record Result(int code, String out, String err) {
        Result succeeded() {
            assertThat(code).as("out: %s%nerr: %s", out, err).isZero();
            return this;
        }
    }

    Boxer() {
        try {
            directory = Files.createTempDirectory("boxer-app-");
            Path built = Files.createDirectory(directory.resolve("built"));
            String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
            Path natives = Path.of(System.getProperty("boxer.native"), "linux-" + architecture);
            for (String name : List.of("libboxer-shim.so", "boxer-init")) {
                Files.copy(natives.resolve(name), built.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
            }
            Files.writeString(built.resolve("classpath"), System.getProperty("java.class.path"));
            String script = Files.readString(Path.of("..", "boxer")).strip();
            Files.writeString(directory.resolve("launcher"), script.substring(0, script.lastIndexOf('\n') + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command line of a {@link Greeter}, as a list in YAML. */
    static String greeter(int port) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path classes = Path.of(Greeter.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        return "[%s, -Xmx32m, -XX:+UseSerialGC, -XX:TieredStopAtLevel=1, -cp, %s, %s, %d]"
                .formatted(java, classes, Greeter.class.getName(), port);
    }

    Path yaml(String text) {
        try {
            return Files.writeString(directory.resolve("boxer.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Process start(String... arguments) {
        // whoever runs the tests may ignore signals (nohup, a background job), and that is inherited
        List<String> words = new ArrayList<>(List.of(
                "env",
                "--default-signal=HUP,INT,QUIT",
                "bash",
                "-c",
                LAUNCHER,
                "boxer",
                directory.resolve("launcher").toString()));
        words.addAll(List.of(arguments));
        var builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment()
                .putAll(Map.of(
                        "BUILT", directory.resolve("built").toString(),
                        "JAVA_HOME", System.getProperty("java.home"),
                        "XDG_STATE_HOME", state().toString(),
                        "XDG_CONFIG_HOME", directory.resolve("config").toString()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end. */
    Result run(String... arguments) {
        return ended(start(arguments));
    }

    Result ended(Process process) {
        try {
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            String out = Files.readString(directory.resolve("out"));
            String err = Files.readString(directory.resolve("err"));
            assertThat(ended).as("ended; out: %s%nerr: %s", out, err).isTrue();
            return new Result(process.exitValue(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    String said() {
        try {
            return Files.readString(directory.resolve("out"));
        } catch (IOException e) {
            return "";
        }
    }

    JsonNode ps() {
        try {
            return new ObjectMapper().readTree(run("ps", "--json").succeeded().out());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What ps says of a node; missing if it does not know it. */
    JsonNode node(String name) {
        for (JsonNode node : ps().path("nodes")) {
            if (node.path("name").asText().equals(name)) {
                return node;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    /** The program of a node: the child of boxer-init that is no JVM of ours. */
    ProcessHandle program(String name) {
        return ProcessHandle.of(node(name).path("pid").asLong())
                .orElseThrow()
                .children()
                .filter(child -> !words(child).contains("io.boxer.cli.BoxerCli"))
                .findFirst()
                .orElseThrow();
    }

    Path state() {
        return directory.resolve("state");
    }

    Path app(String name) {
        return state().resolve("boxer/apps").resolve(name);
    }

    long daemonPid(String name) {
        try {
            return new ObjectMapper()
                    .readTree(app(name).resolve("app.json").toFile())
                    .path("pid")
                    .asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every process whose command line names this test's directory: daemons, supervisors, boxer-inits. */
    List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> words(process).contains(directory.toString()))
                .toList();
    }

    private static String words(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    /** Waits for the coordinator too, which stays for two seconds. */
    void assertNothingIsLeft(String name) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(processes()).extracting(Boxer::words).isEmpty());
        try (Stream<Path> files = Files.walk(app(name))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(app(name)::relativize)
                            .map(Path::toString))
                    .allMatch(file ->
                            file.equals("lock") || file.equals("app.log") || file.matches("logs/[a-z0-9-]+\\.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        processes().forEach(ProcessHandle::destroyForcibly);
    }
}
