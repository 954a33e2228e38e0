// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.lab;

import io.boxer.lab.LabDaemons;
import io.boxer.lab.LocalLab;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code boxer lab exec}: its help, and for the launcher the words that lead onto a host, each ended by a zero byte. The launcher
 * becomes them and the command behind: no process of ours stays between the terminal and it.
 */
@Command(
        name = "exec",
        mixinStandardHelpOptions = true,
        customSynopsis = "boxer lab exec HOST -- COMMAND [ARGUMENT...]",
        description =
                "Run a command on a host of the lab. It has the terminal, and its exit code is ours. Only the network is the"
                        + " host's: files, users and processes are those of this machine.",
        footer = {
            "",
            "  boxer lab exec pp1 -- boxer run --name cache -- redis-server --protected-mode no",
            "  boxer lab exec sym1 -- boxer run -- redis-cli -h cache ping",
            "  boxer lab exec public -- bash",
            "",
            "'boxer run' finds the lab's coordinator by BOXER_SUPERVISOR_COORDINATOR and BOXER_KEY_FILE, which are set there."
        })
final class LabExecCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--locate", hidden = true)
    private boolean locate;

    @Parameters(paramLabel = "HOST", description = "As boxer lab ps names it.")
    private String host = "";

    @Override
    public Integer call() {
        if (!locate) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the command must stand behind '--': boxer lab exec %s -- COMMAND".formatted(host));
        }
        var local = new LocalLab(System.getenv());
        List<String> words = new ArrayList<>(local.needed().lab().onHost(host));
        words.add("BOXER_SUPERVISOR_COORDINATOR=" + LabDaemons.COORDINATOR);
        words.add("BOXER_KEY_FILE=" + local.keyFile());
        PrintWriter out = spec.commandLine().getOut();
        words.forEach(word -> out.print(word + "\0"));
        out.flush();
        return 0;
    }
}
