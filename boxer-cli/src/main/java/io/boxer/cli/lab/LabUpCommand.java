// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.lab;

import io.boxer.cli.BoxerCli;
import io.boxer.cli.Console;
import io.boxer.common.process.JavaProgram;
import io.boxer.lab.LabHost;
import io.boxer.lab.LabSpec;
import io.boxer.lab.LabState;
import io.boxer.lab.LocalLab;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code boxer lab up}. Confined to the main thread. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Make a lab and leave it: network namespaces for functions and their NATs, and a public host with the"
                        + " coordinator and the relay of an overlay.",
        footer = {
            "",
            "  boxer lab up --nat port-preserving:2,hairpin:2,symmetric:1,rst:1,open:1",
            "",
            "KIND:N is N functions behind one gateway of that kind, isolated from each other:",
            "  port-preserving  a port appears as itself; strangers' packets are dropped",
            "  hairpin          the same, and the functions behind it reach each other from outside",
            "  symmetric        every connection appears with another port",
            "  rst              strangers are answered with a reset",
            "  open             no NAT: N hosts of the public network"
        })
final class LabUpCommand implements Callable<Integer> {
    static final String USUAL = "port-preserving:2,hairpin:2,symmetric:1,rst:1";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--nat", paramLabel = "KIND:N,…", description = "Default: ${DEFAULT-VALUE}.")
    private String nat = USUAL;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        LabSpec wanted = LabSpec.parse(nat);
        var local = new LocalLab(System.getenv());
        LabState up;
        try (var undo = new LabUndo(local)) {
            up = local.up(wanted, JavaProgram.current(BoxerCli.class.getName()));
            undo.keep();
        }
        report(new Console(spec, json), up);
        return 0;
    }

    private static void report(Console console, LabState up) {
        LabTable.say(console, up);
        List<LabHost> hosts = up.lab().plan().hosts();
        console.say("");
        console.say("try, each in a terminal of its own:");
        console.say(
                "  boxer lab exec %s -- boxer run --name web -- python3 -m http.server 8000",
                hosts.get(0).name());
        console.say(
                "  boxer lab exec %s -- boxer run -- curl -sS http://web:8000/",
                hosts.get(hosts.size() - 1).name());
        console.say("(on the lab's hosts 'boxer run' finds the lab's coordinator by itself)");
        console.say("next: boxer lab ps · boxer lab test · boxer lab exec HOST -- bash · boxer lab down");
    }
}
