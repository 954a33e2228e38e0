// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.compose.Application;
import io.boxer.compose.Expansion;
import io.boxer.compose.NodeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples that are shipped, and the one in docs/compose.md, are what they say. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> directories = Files.list(EXAMPLES)) {
            return directories.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void eachExampleIsReadAndSaysInTwentyLinesHowItIsRun(Path example) throws IOException {
        Application application =
                ApplicationFile.read(example.resolve("boxer.yaml")).application();

        assertThat(application.services()).isNotEmpty();
        assertThat(Files.readAllLines(example.resolve("README.md"))).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void theServersOfTheQuorumHaveTheirOwnNumbers() {
        Application zookeeper =
                ApplicationFile.read(EXAMPLES.resolve("zookeeper/boxer.yaml")).application();

        List<NodeSpec> nodes = Expansion.nodes(zookeeper, Map.of(), Path.of("/state"));

        assertThat(nodes.stream().map(node -> node.program().files().get("data/myid")))
                .containsExactly("1\n", "2\n", "3\n");
        assertThat(nodes.get(1).program().files().get("zoo.cfg"))
                .contains("dataDir=/state/zk-2/data\n", "server.3=zk-3:2888:3888\n");
    }

    @Test
    void theExampleOfThePageIsRight() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "compose.md"));
        String yaml = page.substring(page.indexOf("```yaml") + "```yaml".length(), page.indexOf("```\n\n- **Names"));
        Path directory = Files.createTempDirectory("boxer-example-");
        Files.writeString(directory.resolve("big.txt"), "x");

        Application shop = ApplicationFile.read(Files.writeString(directory.resolve("boxer.yaml"), yaml))
                .application();

        assertThat(Expansion.nodes(shop, Map.of(), Path.of("/")).stream().map(NodeSpec::name))
                .containsExactly("cache", "web-1", "web-2");
    }
}
