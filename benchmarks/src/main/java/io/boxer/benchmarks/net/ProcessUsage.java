// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a process has used so far (proc(5)). Immutable: each call looks. */
record ProcessUsage(long pid) {
    private static final double MILLIS_PER_TICK = 10; // USER_HZ is 100 on every architecture that we build for
    private static final int USER_AFTER_NAME = 11;
    private static final List<String> COME_AND_GO =
            List.of("C1 CompilerThre", "C2 CompilerThre", "Sweeper thread", "Attach Listener");

    double cpuMillis() {
        String stat = read("stat");
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return MILLIS_PER_TICK
                * (Long.parseLong(fields.get(USER_AFTER_NAME)) + Long.parseLong(fields.get(USER_AFTER_NAME + 1)));
    }

    double residentMebibytes() {
        return read("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    /** Without those that a JVM starts and ends as it likes. */
    long threads() {
        return entries("task", thread -> COME_AND_GO.stream().noneMatch(name(thread)::startsWith));
    }

    long descriptors() {
        return entries("fd", any -> true);
    }

    /** The first 15 characters of it. */
    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm"));
        } catch (IOException gone) {
            return COME_AND_GO.get(0);
        }
    }

    private long entries(String directory, Predicate<Path> counts) {
        try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(pid), directory))) {
            return entries.filter(counts).count();
        } catch (IOException gone) {
            throw new BoxerException(ErrorCode.PEER, "process %d has ended".formatted(pid), gone);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException gone) {
            throw new BoxerException(ErrorCode.PEER, "process %d has ended".formatted(pid), gone);
        }
    }
}
