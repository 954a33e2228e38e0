// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.spot;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code boxer spot}: only a name for what is below it. Confined to the main thread. */
@Command(
        name = "spot",
        mixinStandardHelpOptions = true,
        description = "The local spot market: take nodes away.",
        subcommands = {SpotInterrupt.class})
public final class SpotCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command of spot?");
    }
}
