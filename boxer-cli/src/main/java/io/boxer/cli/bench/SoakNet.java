// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.bench;

import io.boxer.benchmarks.Machine;
import io.boxer.benchmarks.Report;
import io.boxer.benchmarks.net.NetSoak;
import io.boxer.cli.Console;
import io.boxer.common.BoxerException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code boxer soak net}. Confined to the main thread. */
@Command(
        name = "net",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Nodes behind NATs connect, are refused, are killed, come and go; supervisors, coordinator and relay must"
                        + " hold no more after it than before.",
        footer = {"", "Exit code 1: something has grown, or a connection failed."})
public final class SoakNet implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--minutes", paramLabel = "N", description = "How long. Default: ${DEFAULT-VALUE}.")
    private int minutes = 10;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the results there too.")
    private Optional<Path> json = Optional.empty();

    @Override
    public Integer call() {
        BoxerException.require(minutes > 0, "--minutes=%d is not above 0; 10 is usual", minutes);
        var console = new Console(spec, false);
        var soak = new NetSoak(new BenchTable(console));
        soak.run(BenchTools.own(), Duration.ofMinutes(minutes));
        json.ifPresent(file -> new Report(
                        "soak net --minutes " + minutes, BenchTools.commit(), Machine.own(), soak.figures(), List.of())
                .write(file));
        BenchTable.verdict(console, soak.figures());
        return soak.isGood() ? 0 : 1;
    }
}
