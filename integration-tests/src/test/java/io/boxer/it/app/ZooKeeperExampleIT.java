// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shipped quorum of ZooKeeper, with the jars of this test's class path instead of those that its pom fetches. */
class ZooKeeperExampleIT {
    private static final String ASK = "exec 3<>/dev/tcp/localhost/2181; echo srvr >&3; grep ^Mode: <&3";

    private final Boxer boxer = new Boxer();

    private List<String> leaders() {
        return Stream.of("zk-1", "zk-2", "zk-3")
                .filter(node ->
                        boxer.run("exec", node, "--", "bash", "-c", ASK).out().equals("Mode: leader\n"))
                .toList();
    }

    @Test
    void theQuorumSurvivesSigkillOfItsLeaderWhichComesBack() throws IOException {
        String yaml = Files.readString(Path.of("..", "examples", "zookeeper", "boxer.yaml"));
        boxer.yaml(yaml.replace("\"lib/*\"", "'" + System.getProperty("java.class.path") + "'")
                .replace("2181:2181", "0:2181"));
        try (boxer) {
            boxer.run("up").succeeded();
            List<String> before = leaders();
            assertThat(before).hasSize(1);

            boxer.program(before.get(0)).destroyForcibly();

            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(leaders()).hasSize(1).doesNotContainAnyElementsOf(before);
                assertThat(boxer.node(before.get(0)).path("restarts").asInt()).isEqualTo(1);
                assertThat(boxer.node(before.get(0)).path("state").asText()).isEqualTo("READY");
            });
            boxer.run("down").succeeded();
            boxer.assertNothingIsLeft("zookeeper");
        }
    }
}
