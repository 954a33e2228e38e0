// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.store;

import io.boxer.cli.Console;
import io.boxer.cluster.files.StoreEntry;
import io.boxer.cluster.files.StoreFiles;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists a directory of the store. Confined to the main thread. */
@Command(name = "ls", mixinStandardHelpOptions = true, description = "List a directory of the store.")
final class StoreLs implements Callable<Integer> {
    @Mixin
    private Target target = new Target();

    @Parameters(arity = "0..1", paramLabel = "PATH", description = "Default: ${DEFAULT-VALUE}.")
    private String path = "/";

    @Override
    public Integer call() {
        Console console = target.console();
        try (StoreFiles files = target.files()) {
            List<StoreEntry> entries = files.list(path);
            entries.forEach(entry ->
                    console.say("%14s  %s%s", entry.directory() ? "" : entry.bytes(), entry.path(), slash(entry)));
            console.json(entries);
        }
        return 0;
    }

    private static String slash(StoreEntry entry) {
        return entry.directory() ? "/" : "";
    }
}
