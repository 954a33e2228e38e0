// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.daemon;

import io.boxer.common.Daemon;
import io.boxer.common.Ready;
import io.boxer.common.Setting;
import io.boxer.coordinator.CoordinatorServer;
import io.boxer.coordinator.CoordinatorSettings;
import io.boxer.overlay.local.LocalOverlay;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** {@code boxer coordinator}. */
record CoordinatorProgram() implements DaemonProgram {
    @Override
    public String name() {
        return "coordinator";
    }

    @Override
    public String description() {
        return "Run the coordinator of an overlay in the foreground: it knows which nodes there are, and their names and"
                + " addresses. On one machine 'boxer run' starts it by itself.";
    }

    @Override
    public List<Setting<?>> settings() {
        return CoordinatorSettings.ALL;
    }

    @Override
    public Ready start(Daemon daemon, DaemonArguments arguments) {
        var settings = CoordinatorSettings.from(arguments.settings());
        var retirement = new Retirement(daemon, LocalOverlay.of(settings.overlay(), System.getenv()));
        CoordinatorServer server = daemon.closer()
                .closing("coordinator", CoordinatorServer.start(settings, arguments.keyFile(), retirement::begin));
        retirement.server.set(server);
        return new Ready(server.adminAddress(), server.listenAddress());
    }

    /** The end of a coordinator that a node has started and that no node needs any more. Thread-safe. */
    private static final class Retirement {
        private final Daemon daemon;
        private final LocalOverlay overlay;
        private final AtomicReference<CoordinatorServer> server = new AtomicReference<>();

        private Retirement(Daemon daemon, LocalOverlay overlay) {
            this.daemon = daemon;
            this.overlay = overlay;
        }

        /** Off the event loop: it waits for the lock of the overlay's directory. */
        private void begin() {
            var thread = new Thread(this::retire, "boxer-retirement-1");
            thread.setDaemon(true);
            thread.start();
        }

        private void retire() {
            CoordinatorServer serving = server.get();
            if (serving != null && overlay.retire(serving::isEmpty)) {
                daemon.stop("the overlay has no node any more");
            }
        }
    }
}
