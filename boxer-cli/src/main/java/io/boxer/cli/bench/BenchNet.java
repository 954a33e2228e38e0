// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.bench;

import io.boxer.benchmarks.Machine;
import io.boxer.benchmarks.Report;
import io.boxer.benchmarks.net.NetBench;
import io.boxer.cli.Console;
import io.boxer.common.BoxerException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code boxer bench net}. Confined to the main thread. */
@Command(
        name = "net",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measure programs as nodes of an overlay against the same programs without us.",
        footer = {
            "",
            "Exit code 1: a goal was missed, or a measurement broke. docs/net-shim.md says how the figures are to be read."
        })
public final class BenchNet implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the results there too.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each side of a comparison runs. Default: ${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Option(
            names = "--only",
            paramLabel = "PART",
            split = ",",
            description = "Some parts, separated by commas. Default: all.")
    private List<String> only = NetBench.sections();

    @Override
    public Integer call() {
        BoxerException.require(rounds > 0, "--rounds=%d is not above 0; 5 is usual", rounds);
        var console = new Console(spec, false);
        var bench = new NetBench(new BenchTable(console));
        bench.run(BenchTools.own(), only, rounds);
        json.ifPresent(file ->
                new Report(line(), BenchTools.commit(), Machine.own(), bench.figures(), bench.skipped()).write(file));
        BenchTable.verdict(console, bench.figures());
        return bench.isGood() ? 0 : 1;
    }

    private String line() {
        String parts = only.equals(NetBench.sections()) ? "" : " --only " + String.join(",", only);
        return "bench net --rounds " + rounds + parts;
    }
}
