// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.app;

import io.boxer.cli.Console;
import io.boxer.compose.app.AppStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boxer ps}. Confined to the main thread. */
@Command(
        name = "ps",
        mixinStandardHelpOptions = true,
        description = "Show the nodes of an application that boxer up has started, and the ports that lead to them.")
public final class PsCommand implements Callable<Integer> {
    @Mixin
    private AppTarget target = new AppTarget();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        AppStatus status = AppTarget.status(AppTarget.client(target.running()));
        Console console = target.console(json);
        NodeTable.lines(status).forEach(line -> console.say("%s", line));
        NodeTable.ports(status).forEach(line -> console.say("%s", line));
        console.json(status);
        return 0;
    }
}
