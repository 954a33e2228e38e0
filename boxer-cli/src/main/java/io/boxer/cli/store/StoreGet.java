// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.store;

import io.boxer.cli.Console;
import io.boxer.cluster.files.StoreEntry;
import io.boxer.cluster.files.StoreFiles;
import io.boxer.common.DataSize;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Copies a file out of the store. Confined to the main thread. */
@Command(name = "get", mixinStandardHelpOptions = true, description = "Copy a file out of the store.")
final class StoreGet implements Callable<Integer> {
    @Mixin
    private Target target = new Target();

    @Parameters(index = "0", paramLabel = "PATH", description = "In the store.")
    private String path = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "On this machine; - is the standard output.")
    private Path file = Path.of("-");

    @Override
    public Integer call() throws IOException {
        try (StoreFiles files = target.files()) {
            if (file.toString().equals("-")) {
                files.get(path, System.out);
                System.out.flush();
                return 0;
            }
            long bytes = toFile(files);
            Console console = target.console();
            console.say("%s in %s", DataSize.ofBytes(bytes).rounded(), file);
            console.json(new StoreEntry(path, false, bytes, 1));
        }
        return 0;
    }

    /** A file of that name is replaced only by a whole one. */
    private long toFile(StoreFiles files) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            long bytes;
            try (OutputStream to = Files.newOutputStream(part)) {
                bytes = files.get(path, to);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return bytes;
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
