// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.layout;

import io.boxer.common.DataSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What this machine can still give. Stateless. */
public final class MachineMemory {
    private static final Path GROUP = Path.of("/sys/fs/cgroup");

    private MachineMemory() {}

    /** Free memory, reclaimable caches included (proc(5), MemAvailable), or less where a control group allows less. */
    public static DataSize available() {
        long machine = availableIn(read(Path.of("/proc/meminfo")));
        return DataSize.ofBytes(Math.min(machine, leftInGroup().orElse(Long.MAX_VALUE)));
    }

    static long availableIn(String meminfo) {
        return meminfo.lines()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("/proc/meminfo has no MemAvailable"));
    }

    private static OptionalLong leftInGroup() {
        Path limit = GROUP.resolve("memory.max");
        if (!Files.isReadable(limit)) {
            return OptionalLong.empty();
        }
        String max = read(limit).trim();
        return max.equals("max")
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(
                        0,
                        Long.parseLong(max)
                                - Long.parseLong(
                                        read(GROUP.resolve("memory.current")).trim())));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
