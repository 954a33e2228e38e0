// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.store;

import io.boxer.cli.Console;
import io.boxer.cluster.screen.Screen;
import io.boxer.cluster.screen.StatusTable;
import io.boxer.cluster.status.StoreAdmin;
import io.boxer.cluster.status.StoreStatus;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the nodes of a store, once or until Ctrl-C. Confined to the main thread. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Nodes, bytes and drains of the store.")
final class StoreStatusCommand implements Callable<Integer> {
    private static final long EVERY_MILLIS = 500;

    @Mixin
    private Target target = new Target();

    @Option(names = "--watch", description = "Go on until Ctrl-C.")
    private boolean watch;

    @Override
    public Integer call() throws InterruptedException {
        Console console = target.console();
        StoreAdmin admin = target.storeAdmin();
        if (!watch) {
            show(console, admin.status());
            return 0;
        }
        Screen screen = console.screen();
        while (true) {
            StoreStatus status = admin.status();
            if (screen.terminal().live() && !console.isJson()) {
                screen.draw(StatusTable.lines(status, screen.terminal()));
            } else {
                show(console, status);
            }
            TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
        }
    }

    private static void show(Console console, StoreStatus status) {
        console.json(status);
        if (!console.isJson()) {
            Screen screen = console.screen();
            StatusTable.lines(status, screen.terminal()).forEach(screen::say);
        }
    }
}
