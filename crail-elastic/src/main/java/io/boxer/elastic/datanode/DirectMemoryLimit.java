// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import static io.boxer.common.BoxerException.require;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.boxer.common.DataSize;
import java.lang.management.ManagementFactory;

/**
 * What the JVM allows outside its heap: as much as inside, unless it was told otherwise.
 *
 * @param bytes in all, network buffers included
 */
record DirectMemoryLimit(long bytes) {
    private static final long FOR_THE_NETWORK = 96L << 20;

    static DirectMemoryLimit ofThisJvm() {
        HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long option = Long.parseLong(vm.getVMOption("MaxDirectMemorySize").getValue());
        return new DirectMemoryLimit(option == 0 ? Runtime.getRuntime().maxMemory() : option);
    }

    /**
     * Refuses what would end in an OutOfMemoryError while the node serves.
     *
     * @throws io.boxer.common.BoxerException USER with the option to set
     */
    void check(long memoryBytes) {
        require(
                memoryBytes + FOR_THE_NETWORK <= bytes,
                "memory=%s and %s for the network are more than the %s that this JVM may take outside its heap%n"
                        + "  start it with -XX:MaxDirectMemorySize=%dm or more",
                DataSize.ofBytes(memoryBytes),
                DataSize.ofBytes(FOR_THE_NETWORK),
                DataSize.ofBytes(bytes).rounded(),
                (memoryBytes + FOR_THE_NETWORK) >> 20);
    }
}
