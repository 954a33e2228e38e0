// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxer.common.security.ClusterKey;
import io.boxer.lab.Lab;
import io.boxer.lab.LabDaemons;
import io.boxer.overlay.local.CoordinatorFile;
import io.boxer.overlay.local.LocalOverlay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An overlay of its own for a test: nobody else's state, key or name. Nodes are started as the launcher starts them, by
 * boxer-init with a supervisor of this build's classes. {@link #close} ends them all and fails if anything of them is left; as
 * a static extension of a test class it is closed after the last test. Confined to the thread of the test.
 */
final class Overlay implements AutoCloseable, AfterAllCallback {
    /** Of a supervisor's JVM. */
    static final List<String> SUPERVISOR_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-Xss512k",
            "-Xshare:auto",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

    private static final List<String> JVM = Stream.of(
                    List.of(JavaProgram.ours().java().toString()),
                    SUPERVISOR_FLAGS,
                    List.of(
                            "-cp",
                            JavaProgram.ours().classPath(),
                            JavaProgram.ours().mainClass(),
                            "supervisor"))
            .flatMap(List::stream)
            .toList();

    private final String name;
    private final Path directory;
    private final Path init;
    private final boolean owner;
    private final Hosts hosts;
    private final List<GuestNode> nodes = new ArrayList<>();

    private Overlay(String name, Path directory, boolean owner, Hosts hosts) {
        this.name = name;
        this.directory = directory;
        this.owner = owner;
        this.hosts = hosts;
        this.init = owner ? Native.copyTo(directory.resolve("native")) : directory.resolve("native/boxer-init");
    }

    /** On this machine. */
    static Overlay open() {
        Path directory = newDirectory();
        return new Overlay(nameOf(directory), directory, true, new Hosts.Here());
    }

    /**
     * Across the functions of a lab, with a coordinator and a relay on its public host.
     *
     * @param lab taken: closed with this overlay
     */
    static Overlay across(Lab lab) {
        Path directory = newDirectory();
        Path key = keyFile(directory);
        new LabDaemons(JavaProgram.ours(), key, directory.resolve("logs")).start(lab);
        return new Overlay(nameOf(directory), directory, true, new Hosts.Behind(lab, key));
    }

    private static String nameOf(Path directory) {
        return "it-" + Integer.toHexString(directory.hashCode());
    }

    private static Path newDirectory() {
        try {
            Path directory = Files.createTempDirectory("boxer-guests-");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.createDirectory(directory.resolve("logs"));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path keyFile(Path directory) {
        Path file = directory.resolve("overlay.key");
        ClusterKey.loadOrCreate(file);
        return file;
    }

    /** Another overlay of the same user. Closed before this one. */
    Overlay another(String otherName) {
        return new Overlay(otherName, directory, false, hosts);
    }

    /** A directory that every user may write to. */
    Path directory(String label) {
        try {
            Path made = Files.createDirectories(directory.resolve("data").resolve(label));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxrwxrwx"));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of {@link #directory}. */
    Path file(String label, String fileName, String content) {
        try {
            return Files.writeString(directory(label).resolve(fileName), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same program as a user without rights, where we are root; else as it is. */
    static List<String> unprivileged(List<String> command) {
        return isRoot()
                ? Stream.concat(
                                Stream.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"),
                                command.stream())
                        .toList()
                : command;
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    GuestNode node(String nodeName, String... command) {
        return node(nodeName, List.of(command));
    }

    /** Starts a node of this name and returns at once. */
    GuestNode node(String nodeName, List<String> command) {
        return start(Optional.of(nodeName), List.of("--name", nodeName), nodeName, command);
    }

    /** Starts a node without a name and returns at once. */
    GuestNode node(List<String> command) {
        return start(Optional.empty(), List.of(), "unnamed", command);
    }

    /**
     * Starts a node on a host of a lab, which finds its coordinator there.
     *
     * @param onHost the words that run a command on that host
     * @param coordinator HOST:PORT
     */
    GuestNode nodeOn(List<String> onHost, String coordinator, String nodeName, List<String> command) {
        List<String> options = List.of(
                "--name",
                nodeName,
                "--coordinator",
                coordinator,
                "--key-file",
                keyFile().toString());
        return startOn(onHost, options, nodeName, command);
    }

    /** Starts a daemon of ours with this overlay's key on a host of a lab, and waits until it serves. */
    GuestNode daemonOn(List<String> onHost, String daemon, String... options) {
        List<String> words = new ArrayList<>(onHost);
        words.addAll(JVM.subList(0, JVM.size() - 1));
        words.addAll(List.of(daemon, "--key-file", keyFile().toString()));
        words.addAll(List.of(options));
        return start(words, daemon).awaitSaid("ready admin=");
    }

    /** Runs a program that is no node on a host of a lab, to its end. */
    String outputOn(List<String> onHost, List<String> command) {
        return strangerOn(onHost, command).ended().succeeded().out();
    }

    /** Starts a program that is no node on a host of a lab, and returns at once. */
    GuestNode strangerOn(List<String> onHost, List<String> command) {
        List<String> words = new ArrayList<>(onHost);
        words.addAll(command);
        return start(words, "plain");
    }

    /** The command line of a command of ours. */
    List<String> boxer(List<String> arguments) {
        return Stream.concat(JVM.subList(0, JVM.size() - 1).stream(), arguments.stream())
                .toList();
    }

    Path keyFile() {
        return keyFile(directory);
    }

    GuestNode.Result run(String... command) {
        return run(List.of(command));
    }

    /** Runs a program as a node without a name, with nothing on its standard input, to its end. */
    GuestNode.Result run(List<String> command) {
        return run(List.of(), command);
    }

    /** The same with options of {@code boxer run}. */
    GuestNode.Result run(List<String> options, List<String> command) {
        GuestNode node = start(Optional.empty(), options, "unnamed", command);
        try {
            node.stdin().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return node.ended();
    }

    /** The same with options of {@code boxer run}. */
    GuestNode node(String nodeName, List<String> options, List<String> command) {
        List<String> all = new ArrayList<>(List.of("--name", nodeName));
        all.addAll(options);
        return start(Optional.of(nodeName), all, nodeName, command);
    }

    /** Runs a program as a node to its end, boxer-init and all that it starts by these words. */
    GuestNode.Result runBy(List<String> by, List<String> options, List<String> command) {
        return startOn(by, options, "by", command).ended();
    }

    /** Starts a program as {@code boxer compat --json} does: the report is the standard output. */
    GuestNode compat(List<String> options, List<String> command) {
        String report = " --report-alone" + quoted(boxer(List.of("compat", "--seen", "--json"))) + " --";
        return startOn(hosts.words(Optional.empty()), report, options, "compat", command);
    }

    private GuestNode start(Optional<String> node, List<String> options, String label, List<String> command) {
        List<String> all =
                Stream.concat(hosts.options().stream(), options.stream()).toList();
        return startOn(hosts.words(node), all, label, command);
    }

    private GuestNode startOn(List<String> onHost, List<String> options, String label, List<String> command) {
        return startOn(onHost, "", options, label, command);
    }

    private GuestNode startOn(
            List<String> onHost, String report, List<String> options, String label, List<String> command) {
        // boxer-init takes the place of this shell, so $$ is its number
        String script = "exec \"$0\"" + report + quoted(JVM) + " --exit-with $$ \"$@\"";
        List<String> words = new ArrayList<>(onHost);
        words.addAll(List.of("/bin/sh", "-c", script, init.toString()));
        words.addAll(List.of("--overlay", name, "--quiet"));
        words.addAll(options);
        words.add("--");
        words.addAll(command);
        return start(words, label);
    }

    private GuestNode start(List<String> words, String label) {
        Path log = directory.resolve("logs").resolve(name + "-" + label + "-" + nodes.size());
        Path out = log.resolveSibling(log.getFileName() + ".out");
        Path err = log.resolveSibling(log.getFileName() + ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(withDefaultSignals(words))
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment());
            GuestNode node = new GuestNode(builder.start(), out, err);
            nodes.add(node);
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever runs the tests may ignore signals (nohup, a background job), and that is inherited. */
    private static List<String> withDefaultSignals(List<String> words) {
        return Stream.concat(Stream.of("env", "--default-signal=HUP,INT,QUIT"), words.stream())
                .toList();
    }

    private static String quoted(List<String> words) {
        return words.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .reduce("", (a, b) -> a + " " + b);
    }

    private Map<String, String> environment() {
        return Map.of(
                "XDG_STATE_HOME",
                directory.resolve("state").toString(),
                "XDG_CONFIG_HOME",
                directory.resolve("config").toString());
    }

    /** What is written down about the coordinator, if one runs. */
    Optional<CoordinatorFile> coordinator() {
        return LocalOverlay.of(name, environment()).running();
    }

    /** Ends every node, sees that the coordinator goes by itself, and that no process is left that ever belonged here. */
    @Override
    public void close() {
        nodes.stream().filter(GuestNode::isAlive).forEach(node -> node.signal("TERM"));
        nodes.forEach(Overlay::endedOrKilled);
        await("the coordinator ends by itself")
                .atMost(Duration.ofSeconds(15))
                .until(() -> coordinator().isEmpty());
        if (owner) {
            hosts.close();
            await("no process is left")
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(left()).isEmpty());
            delete();
        }
    }

    private static void endedOrKilled(GuestNode node) {
        try {
            node.ended();
        } catch (AssertionError stays) {
            node.signal("KILL");
            throw stays;
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** The command lines of all processes with our temporary directory in their environment or command line. */
    private List<String> left() {
        byte[] mark = directory.toString().getBytes(StandardCharsets.UTF_8);
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> holds(process, "environ", mark) || holds(process, "cmdline", mark))
                .map(process ->
                        process.pid() + " " + process.info().commandLine().orElse("?"))
                .toList();
    }

    private static boolean holds(ProcessHandle process, String file, byte[] mark) {
        try {
            byte[] content = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), file));
            return new String(content, StandardCharsets.ISO_8859_1)
                    .contains(new String(mark, StandardCharsets.ISO_8859_1));
        } catch (IOException goneOrAnothers) {
            return false;
        }
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
