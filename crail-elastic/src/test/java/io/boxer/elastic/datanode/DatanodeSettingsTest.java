// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.Settings;
import io.boxer.common.security.KeyFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatanodeSettingsTest {
    private static final long GIB = 1L << 30;

    @Test
    void withoutAnyValueItIsAStableNodeOnTheLoopback() {
        DatanodeSettings settings = DatanodeSettings.from(Settings.of(Map.of()));

        assertThat(settings)
                .isEqualTo(new DatanodeSettings(
                        HostPort.parse("127.0.0.1:7777"),
                        new NodeId("node-1"),
                        "stable",
                        HostPort.parse("127.0.0.1:0"),
                        HostPort.parse("127.0.0.1:0"),
                        Optional.empty(),
                        Optional.empty(),
                        DataSize.parse("4GiB"),
                        Duration.ofSeconds(30),
                        1024,
                        Optional.empty()));
    }

    @Test
    void aPoolIsStableOrSpotWithTypeAndZone() {
        assertThat(pool("spot:m6i.large:us-east-1a").pool()).isEqualTo("spot:m6i.large:us-east-1a");

        assertThatThrownBy(() -> pool("spot"))
                .isInstanceOf(BoxerException.class)
                .hasMessage("pool='spot' is neither stable nor spot:TYPE:ZONE; write spot:m6i.large:us-east-1a, say");
    }

    private static DatanodeSettings pool(String pool) {
        return DatanodeSettings.from(Settings.of(Map.of("boxer.datanode.pool", pool)));
    }

    @Test
    void moreMemoryThanTheMachineHasFreeIsRefusedWithASizeThatFits() {
        FreeMemory free = new FreeMemory(21 * GIB + 300 * (GIB / 1024));

        assertThat(free.grant(Optional.of(DataSize.parse("20GiB")))).isEqualTo(20 * GIB);
        assertThatThrownBy(() -> free.grant(Optional.of(DataSize.parse("40GiB"))))
                .isInstanceOf(BoxerException.class)
                .hasMessage("memory=40GiB is more than the 21.3 GiB that this machine has free\n"
                        + "  use --memory 20GiB, or --memory auto (free memory less 1 GiB)");
    }

    @Test
    void autoIsFreeMemoryLessOneGibibyte() {
        assertThat(new FreeMemory(3 * GIB).grant(Optional.empty())).isEqualTo(2 * GIB);

        assertThatThrownBy(() -> new FreeMemory(GIB).grant(Optional.empty()))
                .isInstanceOf(BoxerException.class)
                .hasMessage("memory=auto leaves 1 GiB to others, and this machine has 1.0 GiB free\n"
                        + "  use --memory with a size, such as 256MiB");
    }

    @Test
    void freeMemoryIsWhatLinuxCallsAvailable() {
        assertThat(FreeMemory.available(List.of("MemTotal:  100 kB", "MemFree: 5 kB", "MemAvailable:     42 kB")))
                .contains(42L * 1024);
        assertThat(FreeMemory.available(List.of("MemTotal:  100 kB"))).isEmpty();
        assertThat(FreeMemory.now().bytes()).isPositive();
    }

    @Test
    void aJvmThatMayNotTakeTheMemoryIsToldTheOption() {
        assertThatThrownBy(() -> new DirectMemoryLimit(GIB).check(GIB))
                .isInstanceOf(BoxerException.class)
                .hasMessage(
                        "memory=1GiB and 96MiB for the network are more than the 1.0 GiB that this JVM may take outside"
                                + " its heap\n  start it with -XX:MaxDirectMemorySize=1120m or more");
    }

    @Test
    void withoutANamenodeTheAddressOfAnyInterfaceOrAKeyItDoesNotStart(@TempDir Path directory) {
        DatanodeSettings any = DatanodeSettings.from(
                Settings.of(Map.of("boxer.datanode.listen", "0.0.0.0:0", "boxer.datanode.memory", "1MiB")));

        assertThatThrownBy(() -> DatanodeServer.start(any, new KeyFile(directory.resolve("a.key"), false)))
                .hasMessageContaining("needs a key");
        assertThatThrownBy(() -> DatanodeServer.start(any, new KeyFile(directory.resolve("a.key"), true)))
                .hasMessage(
                        "listen=0.0.0.0:0 is no address that others can connect to; name the one by which they reach"
                                + " this machine");
    }
}
