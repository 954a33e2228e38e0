// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.store;

import io.boxer.cli.BoxerCli;
import io.boxer.cli.Console;
import io.boxer.cluster.Startup;
import io.boxer.cluster.layout.ClusterLayout;
import io.boxer.cluster.state.ClusterState;
import io.boxer.common.DataSize;
import io.boxer.common.Durations;
import io.boxer.common.process.JavaProgram;
import io.boxer.common.security.KeyFile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts a store on this machine and leaves it running. Confined to the main thread. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Start a store on this machine: namenode, datanodes, spot market and spot manager, on loopback.")
final class StoreUp implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the cluster. Default: ${DEFAULT-VALUE}.")
    private String name = "default";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Where the namenode listens; 0: any. Default: ${DEFAULT-VALUE}.")
    private int port = 7777;

    @Option(names = "--stable", paramLabel = "N", description = "Datanodes that stay. Default: ${DEFAULT-VALUE}.")
    private int stable = 1;

    @Option(
            names = "--spot",
            paramLabel = "N",
            description = "Datanodes that may be taken away. Default: ${DEFAULT-VALUE}.")
    private int spot = 2;

    @Option(
            names = "--fewest-spot",
            paramLabel = "N",
            description = "That many are kept when the store is empty; 0: an idle store shrinks to its stable nodes."
                    + " Default: as --spot.")
    private Optional<Integer> fewestSpot = Optional.empty();

    @Option(names = "--memory", paramLabel = "SIZE", description = "Of each datanode. Default: ${DEFAULT-VALUE}.")
    private String memory = "256MiB";

    @Option(
            names = "--spill",
            paramLabel = "SIZE",
            description = "Disk of each stable datanode for what finds no memory; 0B: none. Default: twice --memory.")
    private Optional<String> spill = Optional.empty();

    @Option(names = "--block-size", paramLabel = "SIZE", description = "Default: ${DEFAULT-VALUE}.")
    private String blockSize = "1MiB";

    @Option(names = "--drain-deadline", paramLabel = "TIME", description = "After SIGTERM. Default: ${DEFAULT-VALUE}.")
    private String drainDeadline = "30s";

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        DataSize size = DataSize.parse(memory);
        ClusterLayout layout = new ClusterLayout(
                name,
                port,
                stable,
                spot,
                fewestSpot.orElse(spot),
                size,
                spill.map(DataSize::parse).orElseGet(() -> ClusterLayout.usualSpill(size)),
                DataSize.parse(blockSize),
                List.of("spot:m6i.large:us-east-1a", "spot:m6i.large:us-east-1b"),
                Durations.parse(drainDeadline),
                OptionalLong.empty());
        Startup startup = new Startup(
                layout,
                JavaProgram.current(BoxerCli.class.getName()),
                System.getenv(),
                KeyFile.choose(Optional.empty(), System.getenv(), name).path());
        ClusterState up = startup.run();
        Console console = new Console(spec, json);
        console.say(
                "store '%s' is up: namenode %s, %d stable and %d spot datanodes of %s",
                name, up.address("namenode"), stable, spot, memory);
        console.say("logs: %s", up.logs());
        console.say("next: boxer store status --watch · boxer store put FILE /path · boxer store down");
        console.json(up);
        return 0;
    }
}
