// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a Java program of ours is started again as a daemon. Immutable.
 *
 * @param java the {@code java} to run
 * @param classPath as after {@code -cp}
 * @param mainClass its first argument is the daemon's name
 */
public record JavaProgram(Path java, String classPath, String mainClass) {
    /** The program that runs now: same Java, same class path. */
    public static JavaProgram current(String mainClass) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new JavaProgram(java, System.getProperty("java.class.path"), mainClass);
    }

    /**
     * The command line of a daemon. Its session is its own ({@code setsid}), so that Ctrl-C in the terminal reaches only
     * the program in front, which then ends the daemons in order.
     */
    public List<String> command(RunId run, List<String> jvmFlags, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("setsid", java.toString()));
        command.addAll(jvmFlags);
        command.add(run.jvmFlag());
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return List.copyOf(command);
    }
}
