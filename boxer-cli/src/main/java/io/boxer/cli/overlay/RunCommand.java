// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.overlay;

import io.boxer.cli.daemon.ProxyOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code boxer run}: its help, and what it says to a line without a program. With one, the launcher starts boxer-init, which
 * starts {@code boxer supervisor} with the same options, and then the program.
 */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis =
                "boxer run [--name NAME] [--overlay NAME] [--front-end WORD] [--forward LOCALPORT=NODE:PORT]... [--serve PORT]..."
                        + " [--quiet] -- PROGRAM [ARGUMENT...]",
        description = "Run a program as a node of an overlay: other nodes reach it by name, it reaches them."
                + " No privilege, no port of the host. Signals, standard streams and exit code are the program's own.",
        footer = {
            "",
            "  boxer run --name cache -- redis-server --port 6379",
            "  boxer run -- redis-cli -h cache ping",
            "",
            "All options of 'boxer supervisor --help' may stand before the '--' too.",
            "Exit code: the program's; 128 + n if signal n ended it; 126 it cannot be run, 127 it is not there;",
            "2 the node could not join."
        })
public final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the node. Default: node-1, node-2, …")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--overlay",
            paramLabel = "NAME",
            description = "Name of the overlay; nodes of one overlay see each other. Default: default.")
    private Optional<String> overlay = Optional.empty();

    @Option(
            names = "--front-end",
            paramLabel = "WORD",
            description =
                    "How the program's calls are intercepted: preload, seccomp (Go, static programs and all that they"
                            + " start), proxy (not at all: it goes through SOCKS5, announced in ALL_PROXY, HTTP_PROXY and"
                            + " HTTPS_PROXY). Default: auto, as the executable needs it and the machine allows it.")
    private Optional<String> frontEnd = Optional.empty();

    @Option(
            names = ProxyOptions.FORWARD,
            paramLabel = ProxyOptions.FORWARD_FORM,
            description = ProxyOptions.FORWARD_MEANING)
    private List<String> forwards = List.of();

    @Option(names = ProxyOptions.SERVE, paramLabel = ProxyOptions.SERVE_FORM, description = ProxyOptions.SERVE_MEANING)
    private List<String> served = List.of();

    @Option(names = "--quiet", description = "Do not print the node's name and address to stderr.")
    private boolean quiet;

    @Parameters(paramLabel = "PROGRAM", description = "The program and its arguments, behind '--'.")
    private @Nullable List<String> words;

    @Override
    public Integer call() {
        List<String> line = new ArrayList<>(List.of("boxer", "run"));
        name.ifPresent(given -> line.addAll(List.of("--name", given)));
        overlay.ifPresent(given -> line.addAll(List.of("--overlay", given)));
        frontEnd.ifPresent(given -> line.addAll(List.of("--front-end", given)));
        forwards.forEach(given -> line.addAll(List.of(ProxyOptions.FORWARD, given)));
        served.forEach(given -> line.addAll(List.of(ProxyOptions.SERVE, given)));
        if (quiet) {
            line.add("--quiet");
        }
        line.add("--");
        line.addAll(words == null ? List.of("PROGRAM") : words);
        throw new ParameterException(
                spec.commandLine(), "the program must stand behind '--': " + String.join(" ", line));
    }
}
