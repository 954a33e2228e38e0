// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.lab;

import io.boxer.cli.Console;
import io.boxer.lab.LocalLab;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code boxer lab ps}. Confined to the main thread. */
@Command(
        name = "ps",
        mixinStandardHelpOptions = true,
        description = "The hosts of the lab: their addresses, their NATs, and who is behind the same one.")
final class LabPsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        LabTable.say(new Console(spec, json), new LocalLab(System.getenv()).needed());
        return 0;
    }
}
