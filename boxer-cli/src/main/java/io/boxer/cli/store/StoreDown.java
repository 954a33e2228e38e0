// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.store;

import io.boxer.cli.Console;
import io.boxer.cluster.Shutdown;
import io.boxer.cluster.state.ClusterState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends the store that {@code boxer store up} started. Confined to the main thread. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "End the store on this machine, with everything that is in it.")
final class StoreDown implements Callable<Integer> {
    @Mixin
    private Target target = new Target();

    @Override
    public Integer call() {
        Console console = target.console();
        ClusterState ended = new Shutdown(target.states()).run();
        console.say("store '%s' is down; its logs stay in %s", ended.name(), ended.logs());
        console.json(ended);
        return 0;
    }
}
