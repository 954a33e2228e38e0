// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.lab;

import io.boxer.lab.MatrixPeer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code boxer lab peer}: what {@code boxer lab test} runs on each host. Confined to the main thread. */
@Command(name = "peer", hidden = true, description = "Obey 'boxer lab test' on a host of the lab.")
final class LabPeerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        MatrixPeer.run(System.in, spec.commandLine().getOut());
        return 0;
    }
}
