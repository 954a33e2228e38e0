// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code boxer bench}: its commands. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {BenchNet.class},
        description = "Measure Boxer against what it is compared with, in turn in one run.")
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which benchmark?");
    }
}
