// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.overlay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.boxer.cli.Console;
import io.boxer.compat.Observations;
import io.boxer.compat.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code boxer compat}: its help, and the report at the end. With a program the launcher becomes boxer-init, which runs it, looks at its
 * calls, and becomes this command with {@code --seen} and what it saw on standard input. Confined to the main thread.
 */
@Command(
        name = "compat",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "boxer compat [--json] [OPTION OF boxer run]... -- PROGRAM [ARGUMENT...]",
        description =
                "Run a program as a node of an overlay, as 'boxer run' does, and say at its end which of its calls went"
                        + " through us, which past us, what of it is not supported, and which front end fits. Ctrl-C ends a"
                        + " server, and then there is the report too.",
        footer = {
            "",
            "  boxer compat -- redis-server --port 6379",
            "  boxer compat --json -- ./job 2>job.log | jq -r .verdict.word",
            "",
            "The report goes to stderr; with --json to stdout, and what the program prints there goes to stderr.",
            "Exit code: the program's, as with 'boxer run'; the verdict is not in it."
        })
public final class CompatCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Option(names = "--seen", hidden = true)
    private boolean seen;

    @Parameters(paramLabel = "PROGRAM", description = "The program and its arguments, behind '--'.")
    private @Nullable List<String> words;

    @Override
    public Integer call() throws IOException {
        if (!seen) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the program must stand behind '--': boxer compat %s-- %s"
                            .formatted(json ? "--json " : "", words == null ? "PROGRAM" : String.join(" ", words)));
        }
        List<String> lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))
                .lines()
                .toList();
        Observations observations = Observations.parse(lines);
        Verdict verdict = Verdict.of(observations);
        if (json) {
            new Console(spec, true).json(CompatWords.json(observations, verdict));
        } else {
            CompatWords.lines(observations, verdict).forEach(spec.commandLine().getErr()::println);
        }
        return observations.code();
    }
}
