// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.overlay;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code boxer net}: its commands. */
@Command(
        name = "net",
        mixinStandardHelpOptions = true,
        subcommands = {NetExplain.class, NetMap.class},
        description = "Show which paths the nodes of an overlay have, and why.")
public final class NetCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
