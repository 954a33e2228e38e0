// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.lab;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code boxer lab}: only a name for what is below it. Confined to the main thread. */
@Command(
        name = "lab",
        mixinStandardHelpOptions = true,
        description =
                "A network like that of functions on this machine: hosts behind NATs that let nobody in, and an overlay"
                        + " across them. For root, and without privilege where user namespaces are allowed.",
        subcommands = {
            LabUpCommand.class,
            LabPsCommand.class,
            LabExecCommand.class,
            LabTestCommand.class,
            LabDownCommand.class,
            LabPeerCommand.class
        })
public final class LabCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command of lab?");
    }
}
