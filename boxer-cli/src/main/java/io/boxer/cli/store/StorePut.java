// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.store;

import io.boxer.cli.Console;
import io.boxer.cluster.files.StoreEntry;
import io.boxer.cluster.files.StoreFiles;
import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Copies a file into the store. Confined to the main thread. */
@Command(name = "put", mixinStandardHelpOptions = true, description = "Copy a file into the store.")
final class StorePut implements Callable<Integer> {
    @Mixin
    private Target target = new Target();

    @Parameters(index = "0", paramLabel = "FILE", description = "On this machine; - is the standard input.")
    private Path file = Path.of("-");

    @Parameters(index = "1", paramLabel = "PATH", description = "In the store, such as /data/file.")
    private String path = "";

    @Override
    public Integer call() throws IOException {
        BoxerException.require(
                isStandardInput() || Files.isRegularFile(file), "%s is not a file; name one, or - for the input", file);
        Console console = target.console();
        try (StoreFiles files = target.files();
                InputStream from = isStandardInput() ? System.in : Files.newInputStream(file)) {
            long bytes = files.put(from, path);
            console.say("%s in %s", DataSize.ofBytes(bytes).rounded(), path);
            console.json(new StoreEntry(path, false, bytes, 1));
        }
        return 0;
    }

    private boolean isStandardInput() {
        return file.toString().equals("-");
    }
}
