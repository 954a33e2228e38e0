// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.compose.Application;
import io.boxer.compose.Expansion;
import io.boxer.compose.NodeSpec;
import io.boxer.compose.file.ApplicationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeTest {
    @TempDir
    private Path directory = Path.of(".");

    private List<NodeSpec> nodes(String services) throws IOException {
        Path file = Files.writeString(directory.resolve("boxer.yaml"), "name: a\nservices: " + services + "\n");
        Application application = ApplicationFile.read(file).application();
        return Expansion.nodes(application, Map.of(), Path.of("/"));
    }

    @Test
    void eachNodeIsInOneGroup() throws IOException {
        var before = nodes("{same: {command: x}, other: {command: x}, policy: {command: x}, gone: {command: x}}");
        var after = nodes("{same: {command: x}, other: {command: y}, policy: {command: x, restart: always},"
                + " more: {command: x, replicas: 2}}");

        assertThat(Change.between(before, after, false))
                .isEqualTo(new Change(
                        List.of("more-1", "more-2"),
                        List.of("other"),
                        List.of("policy"),
                        List.of("gone"),
                        List.of("same"),
                        false));
    }

    @Test
    void nothingHasChangedOnlyIfPortsAreTheSameToo() throws IOException {
        var nodes = nodes("{same: {command: x}}");

        assertThat(Change.between(nodes, nodes, false).isNone()).isTrue();
        assertThat(Change.between(nodes, nodes, true).isNone()).isFalse();
    }
}
