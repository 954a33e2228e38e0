// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import io.boxer.common.process.JavaProgram;
import io.boxer.common.process.RunId;
import io.boxer.common.process.Shell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a node: boxer-init, behind it its supervisor, behind that the program, as {@code boxer run} has it.
 * Immutable.
 *
 * @param tools directory of boxer-init and libboxer-shim.so
 * @param supervisor the Java program that has the command {@code supervisor}
 * @param supervisorFlags of its JVM
 */
public record NodeCommand(
        Path tools, JavaProgram supervisor, List<String> supervisorFlags, RunId run, String overlay, Path keyFile) {
    public NodeCommand {
        supervisorFlags = List.copyOf(supervisorFlags);
    }

    Path init() {
        return tools.resolve("boxer-init");
    }

    /** What a guest preloads. */
    public Path shim() {
        return tools.resolve("libboxer-shim.so");
    }

    /**
     * In a session of its own; the process that is started becomes boxer-init.
     *
     * @param guestFile where the supervisor writes what makes a program its guest
     * @param script becomes the program
     */
    List<String> words(String node, Path guestFile, Path script) {
        List<String> words =
                new ArrayList<>(List.of(init().toString(), supervisor.java().toString()));
        words.addAll(supervisorFlags);
        words.addAll(List.of(run.jvmFlag(), "-cp", supervisor.classPath(), supervisor.mainClass(), "supervisor"));
        words.addAll(List.of("--quiet", "--overlay", overlay, "--name", node, "--key-file", keyFile.toString()));
        words.addAll(List.of("--guest-file", guestFile.toString()));
        String line =
                "exec %s --exit-with $$ -- /bin/sh %s".formatted(Shell.quote(words), Shell.quote(script.toString()));
        return List.of("setsid", "/bin/sh", "-c", line);
    }
}
