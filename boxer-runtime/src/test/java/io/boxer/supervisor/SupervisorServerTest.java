// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxer.common.BoxerException;
import io.boxer.common.NodeId;
import io.boxer.common.security.ClusterKey;
import io.boxer.coordinator.CoordinatorServer.NodeStatus;
import io.boxer.coordinator.TestCoordinator;
import io.boxer.overlay.OverlayNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real coordinator and real supervisors, in one process. */
final class SupervisorServerTest {
    @TempDir
    private Path directory;

    private TestCoordinator coordinator;

    @BeforeEach
    void start() {
        coordinator = new TestCoordinator(directory, OverlayNetwork.DEFAULT);
    }

    @AfterEach
    void stop() {
        coordinator.close();
    }

    @Test
    void aNodeIsAMemberUntilItLeaves() {
        try (var cache = supervisor("cache")) {
            assertThat(cache.guest().name()).isEqualTo("cache");
            assertThat(cache.guest().address()).isEqualTo("10.77.0.2");
            assertThat(names()).containsExactly("cache");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        try (var cache = supervisor("cache")) {
            assertThatThrownBy(() -> supervisor("cache"))
                    .isInstanceOf(BoxerException.class)
                    .hasMessage("name 'cache' is taken by the node at %s; choose another with --name"
                            .formatted(cache.guest().address()));
        }
    }

    @Test
    void nodesComeBackByThemselvesToACoordinatorThatWasRestarted() {
        try (var cache = supervisor("cache");
                var web = supervisor("web")) {
            coordinator.restart();

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(names()).containsExactlyInAnyOrder("cache", "web"));
            assertThat(coordinator.status().nodes())
                    .extracting(NodeStatus::address)
                    .containsExactlyInAnyOrder(
                            cache.guest().address(), web.guest().address());
        }
    }

    @Test
    void aWrongKeyIsNotLetIn() {
        var stranger = ClusterKey.random();
        var settings = new SupervisorSettings(
                Optional.of(new NodeId("stranger")), "default", Optional.of(coordinator.address()));

        assertThatThrownBy(
                        () -> SupervisorServer.start(settings, stranger, coordinator::address, Duration.ofSeconds(2)))
                .isInstanceOf(BoxerException.class)
                .hasMessageContaining(
                        "no coordinator let this node in within 2 s: the server's proof is wrong: it has another key;"
                                + " give both the same --key-file");
        assertThat(names()).isEmpty();
    }

    @Test
    void aCoordinatorThatIsAwayIsNamed() {
        var away = coordinator.address();
        coordinator.close();
        var settings = new SupervisorSettings(Optional.of(new NodeId("early")), "default", Optional.of(away));

        assertThatThrownBy(() -> SupervisorServer.start(settings, coordinator.key(), () -> away, Duration.ofSeconds(1)))
                .isInstanceOf(BoxerException.class)
                .hasMessageContaining("no coordinator let this node in within 1 s: ")
                .hasMessageContaining("Connection refused")
                .hasMessageContaining(String.valueOf(away.port()));
    }

    private SupervisorServer supervisor(String name) {
        return coordinator.supervisor(name);
    }

    private List<String> names() {
        return coordinator.status().nodes().stream().map(NodeStatus::name).toList();
    }
}
