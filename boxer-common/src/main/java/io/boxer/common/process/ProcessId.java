// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One process of this machine since its boot, told apart from a later one with the same number. Immutable.
 *
 * @param pid the kernel's number, which it gives to another process later
 * @param startTicks when it started, in clock ticks since boot (field 22 of {@code /proc/PID/stat}, proc(5))
 */
public record ProcessId(long pid, long startTicks) {
    private static final int START_TICKS_AFTER_NAME = 19;

    /** The process with this number now, if there is one and it is no zombie. */
    public static Optional<ProcessId> of(long pid) {
        try {
            return parse(pid, Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Reads a line of proc(5); the name in parentheses may itself hold blanks and parentheses. */
    static Optional<ProcessId> parse(long pid, String stat) {
        List<String> fields =
                List.of(stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ", -1));
        boolean ended = List.of("Z", "X").contains(fields.get(0));
        return ended
                ? Optional.empty()
                : Optional.of(new ProcessId(pid, Long.parseLong(fields.get(START_TICKS_AFTER_NAME))));
    }

    public boolean lives() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** Its words; empty once it has ended. */
    public List<String> commandLine() {
        try {
            // separated by zero bytes, proc(5)
            return List.of(Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .split("\0", -1));
        } catch (IOException gone) {
            return List.of();
        }
    }

    /**
     * Asks it to end (SIGTERM). Does nothing if the number belongs to another process by now.
     *
     * @return whether a signal was sent
     */
    public boolean terminate() {
        return lives() && ProcessHandle.of(pid).map(ProcessHandle::destroy).orElse(false);
    }

    /**
     * Ends it (SIGKILL). Does nothing if the number belongs to another process by now.
     *
     * @return whether a signal was sent
     */
    public boolean kill() {
        return lives()
                && ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false);
    }
}
