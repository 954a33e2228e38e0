// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import io.boxer.common.HostPort;
import io.boxer.common.process.JavaProgram;
import io.boxer.common.process.RunId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private static final DataSize NOTHING = DataSize.ofBytes(0);

    @Test
    void aClusterThatDoesNotFitIsRefusedWithASizeThatDoes() {
        MemoryPlan plan = new MemoryPlan(layout("4GiB"));

        assertThatThrownBy(() -> plan.requireFits(DataSize.parse("8GiB"), NOTHING))
                .isInstanceOf(BoxerException.class)
                .hasMessage(
                        "9 datanodes of memory=4GiB (5 at the start, the others when the store fills) need 38.0 GiB in all, more than the 8.0 GiB that this machine has"
                                + " free%n  use --memory 512MiB, or fewer nodes".formatted());
    }

    @Test
    void theSizeThatIsProposedFits() {
        MemoryPlan smaller = new MemoryPlan(layout("512MiB"));

        assertThat(smaller.needed()).isLessThan(DataSize.parse("8GiB"));
        smaller.requireFits(DataSize.parse("8GiB"), NOTHING);
    }

    @Test
    void whereNoSizeFitsFewerNodesAreTheWayOut() {
        MemoryPlan plan = new MemoryPlan(layout("128MiB"));

        assertThatThrownBy(() -> plan.requireFits(DataSize.parse("2GiB"), NOTHING))
                .hasMessageEndingWith("use fewer nodes: there is no room for so many");
    }

    @Test
    void whatElseWillRunCounts() {
        MemoryPlan plan = new MemoryPlan(layout("1GiB"));

        assertThatThrownBy(() -> plan.requireFits(DataSize.parse("8GiB"), DataSize.parse("4GiB")))
                .hasMessageContaining("more than the 4.0 GiB that this machine has free beside Spark (4.0 GiB)");
    }

    @Test
    void aBlockSizeThatIsNoPowerOfTwoIsRefused() {
        assertThatThrownBy(() -> new ClusterLayout(
                        "x",
                        0,
                        1,
                        0,
                        0,
                        DataSize.parse("1GiB"),
                        NOTHING,
                        DataSize.parse("3MiB"),
                        List.of(),
                        Duration.ofSeconds(30),
                        OptionalLong.empty()))
                .hasMessage("block-size=3MiB is not a power of two; use 1MiB or 256KiB");
    }

    @Test
    void theMarketStartsItsInstancesWithTheDatanodesWholeCommandLine() {
        RunId run = new RunId("r");
        ClusterLayout layout = layout("1GiB");
        DaemonCommands commands = new DaemonCommands(
                new JavaProgram(Path.of("/java"), "a.jar", "Main"),
                run,
                layout,
                new MemoryPlan(layout),
                Path.of("/run"),
                Path.of("/key"));

        List<String> words = commands.market(new HostPort("127.0.0.1", 7777));

        List<String> instance = words.subList(words.indexOf("--") + 1, words.size());
        assertThat(instance)
                .startsWith("setsid", "/java")
                .contains("-XX:MaxDirectMemorySize=1344m", "-Dboxer.run=r")
                .containsSubsequence("Main", "datanode", "--namenode", "127.0.0.1:7777")
                .containsSubsequence("--name", "{name}", "--pool", "{pool}")
                .endsWith("--exit-with", "{market-pid}");
        assertThat(words.subList(0, words.indexOf("--"))).containsSubsequence("market", "--exit-with", "42");
    }

    private static ClusterLayout layout(String memory) {
        return new ClusterLayout(
                "x",
                0,
                1,
                4,
                2,
                DataSize.parse(memory),
                NOTHING,
                DataSize.parse("1MiB"),
                List.of("spot:m6i.large:us-east-1a"),
                Duration.ofSeconds(30),
                OptionalLong.of(42));
    }
}
