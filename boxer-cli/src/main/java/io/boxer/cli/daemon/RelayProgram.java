// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.daemon;

import io.boxer.common.Daemon;
import io.boxer.common.Ready;
import io.boxer.common.Setting;
import io.boxer.relay.RelayServer;
import io.boxer.relay.RelaySettings;
import java.util.List;

/** {@code boxer relay}. */
record RelayProgram() implements DaemonProgram {
    @Override
    public String name() {
        return "relay";
    }

    @Override
    public String description() {
        return "Run the relay of an overlay in the foreground: where two nodes meet whose NATs let neither reach the other."
                + " The coordinator announces it (--relay).";
    }

    @Override
    public List<Setting<?>> settings() {
        return RelaySettings.ALL;
    }

    @Override
    public Ready start(Daemon daemon, DaemonArguments arguments) {
        RelayServer server = daemon.closer()
                .closing("relay", RelayServer.start(RelaySettings.from(arguments.settings()), arguments.keyFile()));
        return new Ready(server.adminAddress(), server.listenAddress());
    }
}
