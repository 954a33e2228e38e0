// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.process.FreePort;
import io.boxer.common.security.ClusterKey;
import io.boxer.coordinator.TestCoordinator;
import io.boxer.overlay.Member;
import io.boxer.overlay.OverlayNetwork;
import io.boxer.supervisor.SupervisorServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real coordinator and real supervisors, in one process. */
final class OverlayObserverTest {
    private static final HostPort ANY = new HostPort("127.0.0.1", 0);

    @TempDir
    private Path directory;

    private TestCoordinator coordinator;

    @BeforeEach
    void start() {
        coordinator = new TestCoordinator(directory, new OverlayNetwork(97));
    }

    @AfterEach
    void stop() {
        coordinator.close();
    }

    private SupervisorServer supervisor(String name) {
        return coordinator.supervisor(name);
    }

    private OverlayObserver observer() {
        return OverlayObserver.open(coordinator.address(), coordinator.key());
    }

    @Test
    void twoNodesOfOneHostAreMeasuredOnItsLoopback() {
        try (var cache = supervisor("cache");
                var web = supervisor("web");
                var observer = observer()) {
            var report = observer.explain(observer.member("web"), observer.member("cache"), true);

            assertThat(cache.guest().name()).isEqualTo("cache");
            assertThat(web.guest().name()).isEqualTo("web");
            assertThat(report.way()).isEqualTo(Way.SAME_HOST);
            assertThat(report.trouble()).isEmpty();
            assertThat(report.measured()).hasValueSatisfying(measured -> {
                assertThat(measured.relayed()).isFalse();
                assertThat(measured.roundTripNanos()).isBetween(1_000L, 1_000_000_000L);
                assertThat(measured.bytesPerSecond()).isGreaterThan(20L << 20);
            });
        }
    }

    @Test
    void whoLooksIsNoNodeItself() {
        try (var cache = supervisor("cache");
                var observer = observer()) {
            assertThat(observer.members()).extracting(Member::name).containsExactly(new NodeId("cache"));
            assertThat(cache.guest().name()).isEqualTo("cache");
        }
    }

    @Test
    void aNameThatIsNotThereIsAnsweredWithThoseThatAre() {
        try (var cache = supervisor("cache");
                var observer = observer()) {
            assertThat(cache.guest().name()).isEqualTo("cache");
            assertThatThrownBy(() -> observer.member("cach"))
                    .isInstanceOf(BoxerException.class)
                    .hasMessage("node 'cach' is not in the overlay; did you mean 'cache'? It has cache");
        }
    }

    @Test
    void aNodeThatHasLeftMeanwhileIsNamed() {
        try (var web = supervisor("web");
                var observer = observer()) {
            var member = observer.member("web");
            var gone = new Member(new NodeId("gone"), member.address(), member.host());

            assertThat(web.guest().name()).isEqualTo("web");
            assertThatThrownBy(() -> observer.explain(gone, member, false))
                    .isInstanceOf(BoxerException.class)
                    .hasMessage("node 'gone' is not in the overlay; try again");
        }
    }

    @Test
    void aCoordinatorThatIsAwayIsNamedWithTheWayOut() {
        var nobody = FreePort.of(ANY);

        assertThatThrownBy(() -> OverlayObserver.open(nobody, coordinator.key()))
                .isInstanceOf(BoxerException.class)
                .hasMessageStartingWith("no word from the coordinator at " + nobody)
                .hasMessageEndingWith("is it up, and is its key the one of --token-file?");
    }

    @Test
    void aWrongKeySeesNothing() {
        try (var observer = OverlayObserver.open(coordinator.address(), ClusterKey.random())) {
            assertThatThrownBy(observer::members)
                    .isInstanceOf(BoxerException.class)
                    .hasMessageStartingWith("no word from the coordinator at " + coordinator.address());
        }
    }
}
