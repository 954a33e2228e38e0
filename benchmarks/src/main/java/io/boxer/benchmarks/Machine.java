// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a benchmark ran on. */
public record Machine(int cores, long memoryGiB, String kernel, String java) {
    /** @throws BoxerException USER where there is no /proc */
    public static Machine own() {
        try {
            long kibibytes = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemTotal:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
            String kernel =
                    Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
            return new Machine(
                    Runtime.getRuntime().availableProcessors(),
                    Math.round(kibibytes / 1048576.0),
                    kernel,
                    Runtime.version().toString());
        } catch (IOException e) {
            throw new BoxerException(
                    ErrorCode.USER, "this host has no /proc (%s); Boxer needs Linux with /proc".formatted(e), e);
        }
    }
}
