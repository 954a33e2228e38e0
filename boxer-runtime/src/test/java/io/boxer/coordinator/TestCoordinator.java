// SPDX-License-Identifier: Apache-2.0
package io.boxer.coordinator;

import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.admin.AdminClient;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.KeyFile;
import io.boxer.coordinator.CoordinatorServer.Status;
import io.boxer.overlay.OverlayNetwork;
import io.boxer.supervisor.SupervisorServer;
import io.boxer.supervisor.SupervisorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A real coordinator with a key of its own, and real supervisors for it, in the process of a test. Confined to its thread. */
public final class TestCoordinator implements AutoCloseable {
    private static final HostPort ANY = new HostPort("127.0.0.1", 0);

    private final OverlayNetwork network;
    private final KeyFile keyFile;
    private CoordinatorServer server;

    /** @param directory for the key */
    public TestCoordinator(Path directory, OverlayNetwork network) {
        this.network = network;
        this.keyFile = new KeyFile(directory.resolve("overlay.key"), true);
        this.server = start(ANY);
    }

    private CoordinatorServer start(HostPort listen) {
        var settings = new CoordinatorSettings(
                "default", network, listen, ANY, Optional.empty(), Duration.ZERO, Duration.ZERO);
        return CoordinatorServer.start(settings, keyFile, () -> {});
    }

    /** Ends it and starts another at the same address, which knows nobody. */
    public void restart() {
        var address = address();
        server.close();
        server = start(address);
    }

    public HostPort address() {
        return server.listenAddress();
    }

    public ClusterKey key() {
        return keyFile.key();
    }

    /** What its admin API says. */
    public Status status() {
        return new AdminClient(server.adminAddress(), key()).get("/v1/status", Status.class);
    }

    /** A node that has joined; the caller's to close. */
    public SupervisorServer supervisor(String name) {
        var settings = new SupervisorSettings(Optional.of(new NodeId(name)), "default", Optional.empty());
        return SupervisorServer.start(settings, key(), this::address);
    }

    @Override
    public void close() {
        server.close();
    }
}
