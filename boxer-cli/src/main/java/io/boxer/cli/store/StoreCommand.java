// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.store;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code boxer store}: only a name for what is below it. Confined to the main thread. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        description = "The elastic store on its own: start it, look at it, put files in and out, empty a node.",
        subcommands = {
            StoreUp.class,
            StoreStatusCommand.class,
            StorePut.class,
            StoreGet.class,
            StoreLs.class,
            StoreDu.class,
            StoreRm.class,
            StoreDrain.class,
            StoreDown.class
        })
public final class StoreCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command of store?");
    }
}
