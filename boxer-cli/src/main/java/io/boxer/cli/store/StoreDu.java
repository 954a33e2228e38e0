// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.store;

import io.boxer.cli.Console;
import io.boxer.cluster.files.StoreEntry;
import io.boxer.cluster.files.StoreFiles;
import io.boxer.common.DataSize;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Adds up what is below a path. Confined to the main thread. */
@Command(name = "du", mixinStandardHelpOptions = true, description = "How much is at and below a path of the store.")
final class StoreDu implements Callable<Integer> {
    @Mixin
    private Target target = new Target();

    @Parameters(arity = "0..1", paramLabel = "PATH", description = "Default: ${DEFAULT-VALUE}.")
    private String path = "/";

    @Override
    public Integer call() {
        Console console = target.console();
        try (StoreFiles files = target.files()) {
            StoreEntry sum = files.measure(path);
            console.say("%s in %d files  %s", DataSize.ofBytes(sum.bytes()).rounded(), sum.files(), sum.path());
            console.json(sum);
        }
        return 0;
    }
}
