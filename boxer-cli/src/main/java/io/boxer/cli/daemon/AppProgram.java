// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.daemon;

import io.boxer.common.Daemon;
import io.boxer.common.Ready;
import io.boxer.common.Setting;
import io.boxer.common.process.JavaProgram;
import io.boxer.common.process.RunId;
import io.boxer.compose.app.AppDirectory;
import io.boxer.compose.app.AppServer;
import io.boxer.compose.app.AppSettings;
import io.boxer.compose.app.NodeCommand;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code boxer app}, which {@code boxer up} starts. */
record AppProgram() implements DaemonProgram {
    private static final String RUN = "--run";
    private static final String TOOLS = "--tools";

    /** Flags of the nodes' supervisors, one a line, from the launcher: those that {@code boxer run} has. */
    private static final String SUPERVISOR_FLAGS = "boxer.supervisor-flags";

    @Override
    public String name() {
        return "app";
    }

    @Override
    public String description() {
        return "Run the daemon of an application in the foreground; boxer up starts it, and tells it by its admin API"
                + " which services shall run. SIGTERM ends them in order.";
    }

    @Override
    public List<Setting<?>> settings() {
        return AppSettings.ALL;
    }

    @Override
    public void addOptions(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(RUN)
                .paramLabel("ID")
                .type(String.class)
                .description("Mark on the command lines of the nodes. Default: one of its own.")
                .build());
        spec.addOption(OptionSpec.builder(TOOLS)
                .paramLabel("DIRECTORY")
                .type(String.class)
                .required(true)
                .description("Where boxer-init and libboxer-shim.so are.")
                .build());
    }

    @Override
    public Ready start(Daemon daemon, DaemonArguments arguments) {
        var settings = AppSettings.from(arguments.settings());
        String overlay = settings.name().value();
        var command = new NodeCommand(
                Path.of(arguments.option(TOOLS).orElse(".")).toAbsolutePath(),
                JavaProgram.current("io.boxer.cli.BoxerCli"),
                System.getProperty(SUPERVISOR_FLAGS, "").lines().toList(),
                arguments.option(RUN).map(RunId::new).orElseGet(RunId::random),
                overlay,
                arguments.keyFile().path());
        // its network is the overlay's, which the first node's coordinator will find again
        var network =
                new LocalCoordinator(overlay, arguments.keyFile().path()).find().network();
        var server = daemon.closer()
                .closing(
                        "application",
                        AppServer.start(
                                settings,
                                AppDirectory.of(overlay, System.getenv()),
                                command,
                                network,
                                arguments.keyFile().key()));
        return new Ready(server.adminAddress(), server.adminAddress());
    }
}
