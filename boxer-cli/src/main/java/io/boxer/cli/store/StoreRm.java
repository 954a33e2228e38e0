// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.store;

import io.boxer.cli.Console;
import io.boxer.cluster.files.StoreFiles;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes from the store. Confined to the main thread. */
@Command(name = "rm", mixinStandardHelpOptions = true, description = "Remove a file or a directory of the store.")
final class StoreRm implements Callable<Integer> {
    @Mixin
    private Target target = new Target();

    @Parameters(index = "0", paramLabel = "PATH", description = "In the store.")
    private String path = "";

    @Option(
            names = {"-r", "--recursive"},
            description = "Remove a directory with all that is in it.")
    private boolean recursive;

    @Override
    public Integer call() {
        Console console = target.console();
        try (StoreFiles files = target.files()) {
            files.remove(path, recursive);
            console.say("removed %s", path);
            console.json(Map.of("removed", path));
        }
        return 0;
    }
}
