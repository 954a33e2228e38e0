// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.daemon;

import io.boxer.common.Daemon;
import io.boxer.common.Ready;
import io.boxer.common.Setting;
import io.boxer.elastic.datanode.DatanodeServer;
import io.boxer.elastic.datanode.DatanodeSettings;
import java.util.List;

/** {@code boxer datanode}. */
record DatanodeProgram() implements DaemonProgram {
    @Override
    public String name() {
        return "datanode";
    }

    @Override
    public String description() {
        return "Run a datanode in the foreground: it offers this machine's memory to the store. SIGTERM moves its blocks to"
                + " other nodes first.";
    }

    @Override
    public List<Setting<?>> settings() {
        return DatanodeSettings.ALL;
    }

    @Override
    public Ready start(Daemon daemon, DaemonArguments arguments) {
        DatanodeSettings settings = DatanodeSettings.from(arguments.settings());
        DatanodeServer server = DatanodeServer.start(settings, arguments.keyFile());
        AutoCloseable drain = () -> server.drainAndClose(settings.drainDeadline());
        daemon.closer().closing("datanode", drain);
        return new Ready(server.adminAddress(), server.address());
    }
}
