// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.store;

import io.boxer.cli.Console;
import io.boxer.cluster.screen.DrainWords;
import io.boxer.cluster.screen.Screen;
import io.boxer.cluster.status.DrainWatch;
import io.boxer.cluster.status.StoreStatus.Drain;
import io.boxer.common.Durations;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Empties a node and waits until that is done. Confined to the main thread. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description = "Move everything off a node, so that it may go. Exit code 1 if something was lost.")
final class StoreDrain implements Callable<Integer> {
    @Mixin
    private Target target = new Target();

    @Parameters(index = "0", paramLabel = "NODE", description = "As boxer store status names it.")
    private String node = "";

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description = "The node is taken then, such as 30s. Without it there is no hurry.")
    private Optional<String> deadline = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        Console console = target.console();
        Screen screen = console.screen();
        DrainWatch watch = DrainWatch.start(target.storeAdmin(), node, deadline.map(Durations::parse));
        Drain drain = watch.await(now -> screen.draw(DrainWords.progress(now, screen.terminal())));
        screen.clear();
        DrainWords.result(drain).forEach(line -> console.say("%s", line));
        console.json(drain);
        return drain.bytesLost() == 0 ? 0 : 1;
    }
}
