// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import io.boxer.common.process.ProcessId;
import io.boxer.common.process.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The processes of a node. Thread-safe: every call reads /proc.
 *
 * @param init boxer-init of the node
 * @param run mark of the application: the supervisor has it on its command line, the program has not
 */
record ProcessTree(ProcessHandle init, RunId run) {
    private static final int USER_TICKS = 11; // fields of /proc/PID/stat behind the name, proc(5)
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on all that Linux runs on here
    private static final long PAGE_BYTES = 4096;

    /** What the program and its descendants have used and have. */
    record Usage(double cpuSeconds, long memoryBytes) {
        Usage plus(Usage other) {
            return new Usage(cpuSeconds + other.cpuSeconds, memoryBytes + other.memoryBytes);
        }
    }

    private List<ProcessHandle> children() {
        return init.children().toList();
    }

    private boolean isOurs(ProcessHandle process) {
        return isSupervisor(process) || isDaemon(process);
    }

    private boolean isSupervisor(ProcessHandle process) {
        return ProcessId.of(process.pid())
                .filter(id -> id.commandLine().contains(run.jvmFlag()))
                .isPresent();
    }

    /** The coordinator, which the supervisor may have started and other nodes use. */
    private static boolean isDaemon(ProcessHandle process) {
        try {
            return Stream.of(Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"))
                            .split("\0", -1))
                    .anyMatch(entry -> entry.startsWith("BOXER_DAEMON="));
        } catch (IOException gone) {
            return false;
        }
    }

    /** The program and what it left to boxer-init; if there is none yet, the supervisor, and so the node. */
    void kill() {
        List<ProcessHandle> guests =
                children().stream().filter(child -> !isOurs(child)).toList();
        if (guests.isEmpty()) {
            children().stream().filter(this::isSupervisor).forEach(ProcessHandle::destroyForcibly);
        }
        guests.stream()
                .flatMap(child -> Stream.concat(Stream.of(child), child.descendants()))
                .forEach(ProcessHandle::destroyForcibly);
    }

    Usage usage() {
        return children().stream()
                .filter(child -> !isOurs(child))
                .flatMap(child -> Stream.concat(Stream.of(child), child.descendants()))
                .map(process -> usage(process.pid()))
                .reduce(new Usage(0, 0), Usage::plus);
    }

    private static Usage usage(long pid) {
        Path directory = Path.of("/proc", Long.toString(pid));
        try {
            String stat = Files.readString(directory.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ", -1);
            long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]);
            String[] pages = Files.readString(directory.resolve("statm")).trim().split(" ", -1);
            return new Usage(ticks / TICKS_PER_SECOND, Long.parseLong(pages[1]) * PAGE_BYTES);
        } catch (IOException gone) {
            return new Usage(0, 0);
        }
    }
}
