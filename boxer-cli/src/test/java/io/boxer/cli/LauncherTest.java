// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the script {@code boxer} on a machine that is made up: its PATH holds only what a test puts there. */
class LauncherTest {
    private static final String[] BASE = {
        "bash",
        "awk",
        "cat",
        "cut",
        "dirname",
        "env",
        "find",
        "flock",
        "grep",
        "head",
        "id",
        "ls",
        "mkdir",
        "mktemp",
        "readlink",
        "rm",
        "sed",
        "sha256sum",
        "sort",
        "stty",
        "tail",
        "tee",
        "tr",
        "xargs"
    };
    private static final String INSTALL =
            "apt-get update && apt-get install -y --no-install-recommends openjdk-17-jdk-headless maven ca-certificates";

    @TempDir
    private Path machine = Path.of(".");

    private Path bin = machine;
    private Path jvms = machine;
    private Path script = machine;

    private record Result(int code, String out, String err) {}

    @BeforeEach
    void bareMachine() throws IOException {
        bin = Files.createDirectories(machine.resolve("bin"));
        jvms = Files.createDirectories(machine.resolve("jvm"));
        // a copy: the real one would write into the target directory that this test runs in
        script = Files.copy(
                Path.of("..", "boxer"),
                Files.createDirectories(machine.resolve("clone")).resolve("boxer"),
                COPY_ATTRIBUTES);
        for (String tool : BASE) {
            Path real = Stream.of("/usr/bin", "/bin")
                    .map(directory -> Path.of(directory, tool))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(bin.resolve(tool), real);
        }
        tool("gcc", "exit 0");
        tool("make", "exit 0");
    }

    @Test
    void withoutJdkAndWithNoInstall_thenNothingIsInstalledAndTheCommandIsNamed() throws Exception {
        tool("apt-get", "echo called >&2; exit 1");
        tool("apt-cache", "exit 0");

        Result result = boxer("test", "--no-install");

        assertThat(result.code).isEqualTo(2);
        assertThat(result.err)
                .isEqualTo("error: no JDK 17 or newer\n  nothing was installed, as --no-install asks;"
                        + " to install it, as root:\n  " + INSTALL + "\n");
    }

    @Test
    void anOldJavaIsNamedWithItsVersion() throws Exception {
        tool("apt-get", "exit 1");
        tool("apt-cache", "exit 0");
        Path old = jdk("java-11", "11.0.2");
        Files.createSymbolicLink(bin.resolve("java"), old.resolve("bin/java"));

        Result result = boxer("--no-install", "test");

        assertThat(result.code).isEqualTo(2);
        assertThat(result.err).startsWith("error: no JDK 17 or newer (" + bin.resolve("java") + " is Java 11.0.2; ");
    }

    @Test
    void aJavaWithoutCompilerIsNoJdk() throws Exception {
        tool("apt-get", "exit 1");
        tool("apt-cache", "exit 0");
        Files.delete(jdk("java-17", "17.0.15").resolve("bin/javac"));

        Result result = boxer("--no-install", "test");

        assertThat(result.err).contains("java-17 is Java 17.0.15 without a compiler (javac)");
    }

    @Test
    void withoutPrivilegesTheCommandForAnAdministratorIsNamed() throws Exception {
        tool("apt-get", "exit 1");
        tool("apt-cache", "exit 0");
        Files.delete(bin.resolve("id"));
        tool("id", "echo 1000");

        Result result = boxer("test");

        assertThat(result.code).isEqualTo(2);
        assertThat(result.err).endsWith("run:\n  sudo sh -c '" + INSTALL + "'\n");
    }

    @Test
    void asRootItSaysWhatItInstallsAndInstallsIt() throws Exception {
        Path ready = jdk("prepared", "17.0.15");
        Files.move(ready, machine.resolve("prepared"));
        asRoot();
        tool("apt-cache", "exit 0");
        tool("mvn.prepared", mavenThatRuns("exit 0"));
        tool(
                "apt-get",
                "[[ \"$*\" == *update* ]] || { /usr/bin/mv %s %s; /usr/bin/mv %s %s; }"
                        .formatted(
                                machine.resolve("prepared"),
                                jvms.resolve("java-17"),
                                bin.resolve("mvn.prepared"),
                                bin.resolve("mvn")));

        Result result = boxer("test");

        assertThat(result.err)
                .isEqualTo(
                        "no JDK 17 or newer: installing openjdk-17-jdk-headless maven ca-certificates with apt-get\n");
        assertThat(result.code).isZero();
    }

    @Test
    void anAptThatFailsShowsItsLastLines() throws Exception {
        asRoot();
        tool("apt-cache", "exit 0");
        tool("apt-get", "echo 'E: no network'; exit 100");

        Result result = boxer("test");

        assertThat(result.code).isEqualTo(2);
        assertThat(result.err)
                .contains("E: no network\nerror: apt-get could not install openjdk-17-jdk-headless maven");
    }

    @Test
    void anOldMavenIsNamedWithItsVersion() throws Exception {
        jdk("java-17", "17.0.15");
        tool("apt-get", "exit 1");
        tool("apt-cache", "exit 0");
        tool("mvn", "echo 'Apache Maven 3.6.3 (x)'");

        Result result = boxer("test", "--no-install");

        assertThat(result.code).isEqualTo(2);
        assertThat(result.err)
                .startsWith("error: " + bin.resolve("mvn") + " is Maven 3.6.3, and Boxer needs 3.8.7 or newer\n");
    }

    @Test
    void withoutACompilerForTheShimTheCommandIsNamed() throws Exception {
        jdk("java-17", "17.0.15");
        tool("apt-get", "exit 1");
        tool("apt-cache", "exit 0");
        tool("mvn", mavenThatRuns("exit 0"));
        Files.delete(bin.resolve("gcc"));
        tool("gcc", "exit 1");

        Result result = boxer("test", "--no-install");

        assertThat(result.code).isEqualTo(2);
        assertThat(result.err)
                .isEqualTo("error: no C compiler that works (gcc, make, libc6-dev)\n  nothing was installed, as"
                        + " --no-install asks; to install it, as root:\n  apt-get update && apt-get install -y"
                        + " --no-install-recommends gcc make libc6-dev ca-certificates\n");
    }

    @Test
    void failingTestsGiveTheirExitCodeAndTheRunnersLinesComeLast() throws Exception {
        jdk("java-17", "17.0.15");
        tool("mvn", mavenThatRuns("exit 1"));

        Result result = boxer("test");

        assertThat(result.code).isEqualTo(1);
        assertThat(result.out).endsWith("""
                        [INFO] BUILD FAILURE

                        boxer-common:
                        [ERROR] Tests run: 7, Failures: 1, Errors: 0, Skipped: 0
                        """);
    }

    @Test
    void throughASymbolicLinkFromElsewhereItFindsItsSources() throws Exception {
        jdk("java-17", "17.0.15");
        tool("mvn", mavenThatRuns("pwd; exit 0"));
        Path link = Files.createSymbolicLink(machine.resolve("link"), script);

        Result result = run(List.of(link.toString(), "test"));

        assertThat(result.code).isZero();
        assertThat(result.out).contains(script.getParent() + "\n");
    }

    @Test
    void theLiveDisplayWasNeverSeenSinceTheTerminalWasLookedForInAPipe() throws Exception {
        Path pty = Path.of("/usr/bin/script");
        assumeTrue(
                Files.isExecutable(pty) && run(List.of(pty.toString(), "-qec", "true", "/dev/null")).code == 0,
                "not tested, for want of script(1) or of a pseudo-terminal: what the launcher says of a terminal");
        String functions = "source <(head -n -1 " + script + "); find_terminal; echo \"terminal=$terminal\"";

        Result onTerminal =
                run(List.of(pty.toString(), "-qec", "stty cols 91; bash -c '" + functions + "'", "/dev/null"));
        Result inPipe = run(List.of("bash", "-c", functions));

        assertThat(onTerminal.out).contains("terminal=91:12");
        assertThat(inPipe.out).isEqualTo("terminal=:\n");
    }

    private static String mavenThatRuns(String end) {
        return "[[ $1 == --version ]] && { echo 'Apache Maven 3.8.7'; exit 0; }\n"
                + "echo '[INFO] Building boxer-common 0.1.0-SNAPSHOT   [2/9]'\n"
                + "echo '[ERROR] Tests run: 7, Failures: 1, Errors: 0, Skipped: 0'\n"
                + "echo '[INFO] BUILD FAILURE'\n" + end;
    }

    private void asRoot() throws IOException {
        Files.delete(bin.resolve("id"));
        tool("id", "echo 0");
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = jvms.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"test\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(home.resolve("bin/java"), "exit 99");
        executable(home.resolve("bin/javac"), "exit 99");
        return home;
    }

    private void tool(String name, String body) throws IOException {
        executable(bin.resolve(name), body);
    }

    private static void executable(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/bash\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result boxer(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(Arrays.asList(arguments));
        return run(command);
    }

    private Result run(List<String> command) throws Exception {
        Path out = machine.resolve("out");
        Path err = machine.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(machine.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(
                Map.of("PATH", bin.toString(), "HOME", machine.toString(), "BOXER_JVM_DIR", jvms.toString()));
        int code = builder.start().waitFor();
        return new Result(code, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }
}
