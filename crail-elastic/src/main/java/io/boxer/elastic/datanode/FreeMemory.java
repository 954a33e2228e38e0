// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import static io.boxer.common.BoxerException.require;

import com.sun.management.OperatingSystemMXBean;
import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How much memory a datanode may take: what the machine has free by itself, and no more.
 *
 * @param bytes that the machine can give without swapping
 */
record FreeMemory(long bytes) {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final long KEPT_FREE = 1L << 30;
    private static final long MIB = 1L << 20;

    /** As Linux estimates it, page cache that can be given up included; elsewhere what the JVM calls free. */
    static FreeMemory now() {
        try {
            List<String> lines = Files.readAllLines(MEMINFO);
            return new FreeMemory(available(lines).orElseGet(FreeMemory::jvmView));
        } catch (IOException e) {
            return new FreeMemory(jvmView());
        }
    }

    static Optional<Long> available(List<String> meminfo) {
        return meminfo.stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst();
    }

    private static long jvmView() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getFreeMemorySize();
    }

    /**
     * The bytes to take.
     *
     * @param asked empty for {@code auto}: free memory less 1 GiB
     * @throws BoxerException USER if that is more than there is
     */
    long grant(Optional<DataSize> asked) {
        if (asked.isEmpty()) {
            require(
                    bytes > KEPT_FREE + 64 * MIB,
                    "memory=auto leaves 1 GiB to others, and this machine has %s free%n  use --memory with a size, such as 256MiB",
                    DataSize.ofBytes(bytes).rounded());
            return (bytes - KEPT_FREE) / MIB * MIB;
        }
        DataSize size = asked.get();
        require(
                size.toBytes() <= bytes,
                "memory=%s is more than the %s that this machine has free%n  use --memory %s, or --memory auto (free memory less 1 GiB)",
                size,
                DataSize.ofBytes(bytes).rounded(),
                DataSize.ofBytes(suggestion()));
        return size.toBytes();
    }

    /** A round size that fits: whole GiB where there are some. */
    private long suggestion() {
        long unit = bytes > 2 * KEPT_FREE ? KEPT_FREE : 64 * MIB;
        return Math.max(unit, (bytes - KEPT_FREE) / unit * unit);
    }
}
