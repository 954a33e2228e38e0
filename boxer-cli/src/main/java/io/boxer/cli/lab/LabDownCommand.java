// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.lab;

import io.boxer.cli.Console;
import io.boxer.lab.LocalLab;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code boxer lab down}. Confined to the main thread. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "End all that runs in the lab and remove it, also what a lab has left that was not completed.")
final class LabDownCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var local = new LocalLab(System.getenv());
        boolean was = local.down();
        new Console(spec, false).say("%s", was ? "the lab is down; its logs stay in " + local.logs() : "no lab was up");
        return 0;
    }
}
