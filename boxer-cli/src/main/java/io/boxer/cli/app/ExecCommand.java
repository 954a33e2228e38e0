// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.app;

import io.boxer.common.BoxerException;
import io.boxer.common.Nearest;
import io.boxer.compose.app.AppDirectory;
import io.boxer.compose.app.AppStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code boxer exec}: its help, and for the launcher the file with the identity of a node. The launcher reads that file into its
 * environment and becomes the command: no process of ours stays between the terminal and it, and the secret never stands
 * on a command line.
 */
@Command(
        name = "exec",
        mixinStandardHelpOptions = true,
        customSynopsis = "boxer exec [--app NAME] NODE -- COMMAND [ARGUMENT...]",
        description = "Run a command with the identity of a node that runs: the same name, the same address. It has the"
                + " terminal, and its exit code is ours.",
        footer = {"", "  boxer exec web-1 -- bash", "  boxer exec web-1 -- curl http://localhost:80/"})
public final class ExecCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AppTarget target = new AppTarget();

    @Option(names = "--locate", hidden = true)
    private boolean locate;

    @Parameters(paramLabel = "NODE", description = "As boxer ps names it.")
    private String node = "";

    @Override
    public Integer call() {
        if (!locate) {
            throw new ParameterException(
                    spec.commandLine(), "the command must stand behind '--': boxer exec %s -- COMMAND".formatted(node));
        }
        AppStatus status = AppTarget.status(AppTarget.client(target.running()));
        AppDirectory directory = AppDirectory.of(status.app(), System.getenv());
        List<String> names =
                status.nodes().stream().map(AppStatus.NodeStatus::name).toList();
        BoxerException.require(
                names.contains(node),
                "there is no node '%s'%s",
                node,
                Nearest.of(node, names)
                        .map("; did you mean '%s'?"::formatted)
                        .orElseGet(() -> "; there are " + String.join(", ", names)));
        Path guest = directory.guestFile(node);
        BoxerException.require(
                Files.exists(guest), "node %s does not run at this moment; boxer ps shows its state", node);
        target.console(false).say("%s", guest);
        return 0;
    }
}
