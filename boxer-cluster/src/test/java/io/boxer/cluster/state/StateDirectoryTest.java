// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.HostPort;
import io.boxer.common.process.ProcessId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
    @TempDir
    private Path directory = Path.of(".");

    private StateDirectory states = new StateDirectory("mine", directory);

    @BeforeEach
    void empty() {
        states = new StateDirectory("mine", directory.resolve("mine"));
    }

    @Test
    void whatWasWrittenIsRead() {
        ClusterState state = state(new ProcessId(1, 1));

        states.write(state);

        assertThat(states.read()).contains(state);
        assertThat(state.address("namenode")).isEqualTo(new HostPort("127.0.0.1", 7777));
    }

    @Test
    void aClusterWhoseProcessesAreGoneIsNotRunning() {
        states.write(state(new ProcessId(ProcessHandle.current().pid(), 1)));

        assertThatThrownBy(states::running).hasMessage("no cluster 'mine' is up here; boxer store up starts one");
    }

    @Test
    void aClusterWithALivingProcessIsRunning() {
        ClusterState state = state(ProcessId.of(ProcessHandle.current().pid()).orElseThrow());
        states.write(state);

        assertThat(states.running()).isEqualTo(state);
    }

    @Test
    void theSecondWhoStartsTheSameClusterIsRefused() {
        String first = states.alone(() -> {
            assertThatThrownBy(() -> states.alone(() -> "second"))
                    .hasMessage(
                            "cluster 'mine' is being started or ended by another boxer; wait for it, or use --name");
            return "first";
        });

        assertThat(first).isEqualTo("first");
        assertThat(states.alone(() -> "later")).isEqualTo("later");
    }

    @Test
    void aDamagedStateIsNamed() throws Exception {
        states.write(state(new ProcessId(1, 1)));
        Files.writeString(directory.resolve("mine/cluster.json"), "{\"name\": ");

        assertThatThrownBy(states::read)
                .hasMessageContaining("cluster.json is damaged")
                .hasMessageEndingWith("; remove it");
    }

    private ClusterState state(ProcessId process) {
        return new ClusterState(
                "mine",
                "no-such-run",
                1,
                directory.toString(),
                "/key",
                Map.of("namenode", "127.0.0.1:7777"),
                List.of(new Member("namenode", process, "/log")));
    }
}
