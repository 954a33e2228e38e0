// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.spot;

import io.boxer.cli.Console;
import io.boxer.cluster.state.ClusterState;
import io.boxer.cluster.state.StateDirectory;
import io.boxer.common.Durations;
import io.boxer.common.NodeId;
import io.boxer.common.admin.AdminClient;
import io.boxer.common.security.ClusterKey;
import io.boxer.spot.drain.Instance;
import io.boxer.spot.market.MarketClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a spot node away, as EC2 would. Confined to the main thread. */
@Command(
        name = "interrupt",
        mixinStandardHelpOptions = true,
        description = {
            "Announce the end of a spot node and kill it then. Its notice is seen in its instance metadata,",
            "the spot manager has it drained, and another node takes its place."
        })
final class SpotInterrupt implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "NODE", description = "As boxer store status names it.")
    private String node = "";

    @Option(
            names = "--notice",
            paramLabel = "TIME",
            description = "From the notice to the end; 0s kills at once. Default: ${DEFAULT-VALUE}.")
    private String notice = "120s";

    @Option(names = "--name", paramLabel = "NAME", description = "Cluster on this machine. Default: ${DEFAULT-VALUE}.")
    private String name = "default";

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        ClusterState here = StateDirectory.of(name, System.getenv()).running();
        MarketClient market = new MarketClient(
                new AdminClient(here.address("market-admin"), ClusterKey.load(Path.of(here.keyFile()))));
        Duration left = Durations.parse(notice);
        Instance instance = left.isZero() ? market.kill(new NodeId(node)) : market.interrupt(new NodeId(node), left);
        Console console = new Console(spec, json);
        console.say(
                left.isZero() ? "%s (%s) is killed" : "%s (%s) has a notice: it ends in %s",
                node,
                instance.id(),
                Durations.format(left));
        console.json(Map.of("node", node, "instance", instance.id(), "noticeSeconds", left.toSeconds()));
        return 0;
    }
}
