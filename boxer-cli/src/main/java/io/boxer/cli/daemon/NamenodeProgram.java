// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.daemon;

import io.boxer.common.Daemon;
import io.boxer.common.Ready;
import io.boxer.common.Setting;
import io.boxer.elastic.namenode.NamenodeServer;
import io.boxer.elastic.namenode.NamenodeSettings;
import java.util.List;

/** {@code boxer namenode}. */
record NamenodeProgram() implements DaemonProgram {
    @Override
    public String name() {
        return "namenode";
    }

    @Override
    public String description() {
        return "Run a namenode in the foreground: it knows where each block is, and moves blocks before a node goes.";
    }

    @Override
    public List<Setting<?>> settings() {
        return NamenodeSettings.ALL;
    }

    @Override
    public Ready start(Daemon daemon, DaemonArguments arguments) {
        NamenodeServer server = daemon.closer()
                .closing(
                        "namenode",
                        NamenodeServer.start(
                                NamenodeSettings.from(arguments.settings()),
                                arguments.keyFile(),
                                () -> daemon.stop("its log cannot be written")));
        return new Ready(server.adminAddress(), server.listenAddress());
    }
}
