// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.lab;

import static java.util.stream.Collectors.joining;

import io.boxer.cli.BoxerCli;
import io.boxer.cli.Console;
import io.boxer.common.BoxerException;
import io.boxer.common.process.JavaProgram;
import io.boxer.lab.LabSpec;
import io.boxer.lab.LabState;
import io.boxer.lab.LocalLab;
import io.boxer.lab.MatrixOutcome;
import io.boxer.lab.MatrixPair;
import io.boxer.lab.NatMatrix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code boxer lab test}. Confined to the main thread. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Connect hosts of every kind of NAT with every other, both ways, and say which path the connections took and"
                        + " whether each reached the host that it named. On the lab that is up, else on one of its own.",
        footer = {"", "Exit code 1: a connection failed or reached somebody else."})
final class LabTestCommand implements Callable<Integer> {
    private static final String ALL_KINDS =
            "port-preserving:2,port-preserving:1,hairpin:2,hairpin:1,symmetric:1,symmetric:1,rst:1,rst:1,open:2";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "For each pair, in each direction. Default: ${DEFAULT-VALUE}.")
    private int connections = 10;

    @Option(
            names = "--nat",
            paramLabel = "KIND:N,…",
            description =
                    "The NATs of a lab of its own, which is removed again. Default where none is up: every kind twice.")
    private Optional<String> nat = Optional.empty();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        BoxerException.require(
                connections > 0 && connections <= 10_000, "--connections %d is not in 1..10000", connections);
        Optional<LabSpec> wanted = nat.map(LabSpec::parse);
        Console console = new Console(spec, json);
        var local = new LocalLab(System.getenv());
        Optional<LabState> up = local.running();
        if (up.isPresent() && wanted.isEmpty()) {
            return test(console, local, up.get());
        }
        LabSpec own = wanted.orElseGet(() -> LabSpec.parse(ALL_KINDS));
        var undo = new LabUndo(local);
        try {
            return test(console, local, local.up(own, JavaProgram.current(BoxerCli.class.getName())));
        } finally {
            undo.close();
        }
    }

    private int test(Console console, LocalLab local, LabState state) {
        List<MatrixPair> pairs = MatrixPair.of(state.lab().plan().hosts());
        BoxerException.require(!pairs.isEmpty(), "the lab (--nat %s) has only one host; a test needs two", state.nat());
        List<MatrixOutcome> outcomes = new ArrayList<>();
        try (var matrix = NatMatrix.start(
                state.lab(),
                pairs,
                tools().resolve("boxer-init"),
                JavaProgram.current(BoxerCli.class.getName()),
                System.getProperty("boxer.supervisor-flags", "").lines().toList(),
                local.keyFile(),
                local.logs())) {
            console.say("%s", MatrixTable.heading());
            for (MatrixPair pair : pairs) {
                MatrixOutcome outcome = matrix.connect(pair, connections);
                outcomes.add(outcome);
                console.say("%s", MatrixTable.line(outcome));
            }
        }
        console.json(outcomes.stream().map(MatrixTable::shown).toList());
        return verdict(console, outcomes);
    }

    private static int verdict(Console console, List<MatrixOutcome> outcomes) {
        int tried = outcomes.stream().mapToInt(MatrixOutcome::tried).sum();
        int right = outcomes.stream().mapToInt(MatrixOutcome::right).sum();
        int wrong = outcomes.stream().mapToInt(MatrixOutcome::wrong).sum();
        long relayed = outcomes.stream().mapToLong(MatrixOutcome::relayed).sum();
        console.say("");
        console.say(
                "%d of %d connections reached the host that they named, %d of them through the relay; %d reached somebody else",
                right, tried, relayed, wrong);
        String troubles = outcomes.stream()
                .flatMap(outcome -> outcome.troubles().stream())
                .distinct()
                .limit(5)
                .collect(joining("\n  "));
        if (!troubles.isEmpty()) {
            console.say("  %s", troubles);
        }
        return right == tried ? 0 : 1;
    }

    private static Path tools() {
        return Path.of(Optional.ofNullable(System.getProperty("boxer.build"))
                .orElseThrow(() -> BoxerException.user("boxer.build is not set; start Boxer by its launcher ./boxer")));
    }
}
