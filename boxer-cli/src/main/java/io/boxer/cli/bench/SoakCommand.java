// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code boxer soak}: its commands. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        subcommands = {SoakNet.class},
        description = "Keep Boxer busy for long, and count what its processes hold before and after.")
public final class SoakCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which soak?");
    }
}
